package org.murmurstream.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.data.LabelledPatient;

class FoldsTest {

  @Test
  void shouldKeepASubjectTogetherAndSpreadEveryClassEvenly() {
    // Given
    List<LabelledPatient> patients = patients();

    // When
    Folds folds = Folds.draw(patients, 3, 1);

    // Then
    for (MurmurClass label : MurmurClass.values()) {
      var counts = new int[3];
      patients.stream()
          .filter(patient -> patient.label() == label)
          .forEach(patient -> counts[folds.of(patient.patientId())]++);
      assertThat(counts[0] + counts[1] + counts[2]).isEqualTo(30);
      for (int count : counts) {
        assertThat(count).isBetween(6, 14);
      }
    }
    for (int i = 0; i < 5; i++) {
      assertThat(folds.of("ABSENT" + 2 * i)).isEqualTo(folds.of("ABSENT" + (2 * i + 1)));
    }
  }

  @Test
  void shouldDrawTheSameFoldsWhateverTheOrderOfThePatients() {
    // Given
    var shuffled = new ArrayList<>(patients());
    Collections.shuffle(shuffled, new Random(5));

    // When
    Folds one = Folds.draw(patients(), 3, 1);
    Folds other = Folds.draw(shuffled, 3, 1);

    // Then
    assertThat(patients())
        .allMatch(patient -> one.of(patient.patientId()) == other.of(patient.patientId()));
  }

  @Test
  void shouldReadWhatItWrote(@TempDir Path folder) throws IOException {
    // Given
    Folds folds = Folds.draw(patients(), 3, 1);
    Path file = folder.resolve("folds.csv");

    // When
    folds.write(file);
    Folds read = Folds.read(file);

    // Then
    assertThat(read.count()).isEqualTo(3);
    assertThat(patients())
        .allMatch(patient -> folds.of(patient.patientId()) == read.of(patient.patientId()));
  }

  @Test
  void shouldNameTheLineThatIsNoFold(@TempDir Path folder) throws IOException {
    // Given
    Path file = folder.resolve("folds.csv");
    Files.write(file, List.of("patient_id,fold", "p1,0", "p2,x"));

    // Then
    assertThatThrownBy(() -> Folds.read(file))
        .isInstanceOf(UserException.class)
        .hasMessage(file + ": row 2 has no number of a fold in 'fold'");
  }

  @Test
  void shouldRefuseMoreFoldsThanSubjectsOfAClass() {
    assertThatThrownBy(() -> Folds.draw(patients(), 31, 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("there are 30");
  }

  /** Thirty of each class; the first ten without murmur are five subjects. */
  private static List<LabelledPatient> patients() {
    var patients = new ArrayList<LabelledPatient>();
    for (MurmurClass label : MurmurClass.values()) {
      for (int i = 0; i < 30; i++) {
        String id = label.name() + i;
        boolean twin = label == MurmurClass.ABSENT && i < 10;
        patients.add(new LabelledPatient(id, twin ? "twins" + i / 2 : id, label));
      }
    }
    return patients;
  }
}
