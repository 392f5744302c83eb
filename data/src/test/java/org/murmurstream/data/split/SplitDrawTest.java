package org.murmurstream.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.data.LabelledPatient;

class SplitDrawTest {

  @Test
  void shouldSpreadEveryClassByTheSharesAndKeepSubjectsTogether() {
    // Given
    List<LabelledPatient> patients = patients();

    // When
    Split subsets = Split.draw(patients, shares(0.65, 0.1, 0.25), 1);

    // Then
    for (MurmurClass label : List.of(MurmurClass.PRESENT, MurmurClass.UNKNOWN)) {
      Map<String, Integer> counts = new TreeMap<>();
      patients.stream()
          .filter(patient -> patient.label() == label)
          .forEach(patient -> counts.merge(subsets.subset(patient.patientId()), 1, Integer::sum));
      assertThat(counts).isEqualTo(Map.of("train", 26, "valid", 4, "test", 10));
    }
    for (int i = 0; i < 5; i++) {
      assertThat(subsets.subset("ABSENT" + 2 * i))
          .isEqualTo(subsets.subset("ABSENT" + (2 * i + 1)));
    }
  }

  @Test
  void shouldDrawTheSameWhateverTheOrderOfThePatients(@TempDir Path folder) throws IOException {
    // Given
    var shuffled = new ArrayList<>(patients());
    Collections.shuffle(shuffled, new Random(5));
    Path one = folder.resolve("one.csv");
    Path other = folder.resolve("other.csv");

    // When
    Split.draw(patients(), shares(0.5, 0.2, 0.3), 1).write(one);
    Split.draw(shuffled, shares(0.5, 0.2, 0.3), 1).write(other);

    // Then
    assertThat(other).hasSameTextualContentAs(one);
    assertThat(Files.readAllLines(one))
        .hasSize(patients().size() + 1)
        .startsWith("patient_id,subset")
        .element(1)
        .asString()
        .matches("ABSENT0,(train|valid|test)");
  }

  @Test
  void shouldRefuseSharesThatAreNoWhole() {
    assertThatThrownBy(() -> Split.draw(patients(), shares(0.5, 0.2, 0.2), 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("sum to 1");
  }

  @Test
  void shouldRefuseASubsetWithoutAClass() {
    assertThatThrownBy(() -> Split.draw(patients(), shares(0.98, 0.01, 0.01), 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("would have none of the 40 subjects of class UNKNOWN");
  }

  private static Map<String, Double> shares(double train, double valid, double test) {
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("train", train);
    shares.put("valid", valid);
    shares.put("test", test);
    return shares;
  }

  /** Forty of each class; the first ten without murmur are five subjects. */
  private static List<LabelledPatient> patients() {
    var patients = new ArrayList<LabelledPatient>();
    for (MurmurClass label : MurmurClass.values()) {
      for (int i = 0; i < 40; i++) {
        String id = label.name() + i;
        boolean twin = label == MurmurClass.ABSENT && i < 10;
        patients.add(new LabelledPatient(id, twin ? "twins" + i / 2 : id, label));
      }
    }
    return patients;
  }
}
