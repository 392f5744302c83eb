package org.murmurstream.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.data.LabelledPatient;

class TrainingSplitTest {

  private static final List<String> SUBSETS = List.of("train", "validation", "test");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("split.csv");
  }

  @Test
  void shouldChooseEpochsByAnotherPartOfTheTrainingFolds() {
    // Given
    List<LabelledPatient> patients = patients(true);
    Folds folds = Folds.draw(patients, 3, 1);

    // When
    List<Split> splits = Split.ofFolds(patients, folds, 4, 1, false);

    // Then
    assertThat(splits).hasSize(3);
    for (int fold = 0; fold < 3; fold++) {
      for (LabelledPatient patient : patients) {
        assertThat(splits.get(fold).of(patient) == Split.Subset.TEST)
            .isEqualTo(folds.of(patient.patientId()) == fold);
      }
      assertThat(subjects(splits.get(fold), patients, Split.Subset.VALID))
          .isNotEmpty()
          .doesNotContainAnyElementsOf(subjects(splits.get(fold), patients, Split.Subset.TRAIN));
    }
  }

  @Test
  void shouldReadAGivenSplitAndWriteItAgain() throws IOException {
    // Given
    List<LabelledPatient> patients = patients(false);
    write(patients);

    // When
    Split split = Split.read(file, patients, false);
    split.write(folder.resolve("again.csv"));

    // Then
    assertThat(split.of(patients.get(0))).isEqualTo(Split.Subset.TRAIN);
    assertThat(split.of(patients.get(1))).isEqualTo(Split.Subset.VALID);
    assertThat(split.of(patients.get(2))).isEqualTo(Split.Subset.TEST);
    Split again = Split.read(folder.resolve("again.csv"), patients, false);
    assertThat(patients).allMatch(patient -> again.of(patient) == split.of(patient));
  }

  @Test
  void shouldRefuseAPersonOnTwoSidesUnlessThatIsAllowed() throws IOException {
    // Given
    List<LabelledPatient> patients = patients(true);
    write(patients);

    // Then
    assertThatThrownBy(() -> Split.read(file, patients, false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("6 persons are on two sides")
        .hasMessageContaining("--shared-subjects");
    assertThat(Split.read(file, patients, true).of(patients.get(0))).isNotNull();
  }

  @Test
  void shouldRefuseASubsetWithoutAClass() throws IOException {
    // Given
    List<LabelledPatient> patients =
        patients(false).stream()
            .filter(p -> p.label() != MurmurClass.UNKNOWN || !p.patientId().matches(".*[147]"))
            .toList();
    write(patients(false));
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.removeIf(line -> line.matches("UNKNOWN[147],.*"));
    Files.write(file, lines);

    // Then
    assertThatThrownBy(() -> Split.read(file, patients, false))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("there is no patient of class UNKNOWN in subset valid");
  }

  @Test
  void shouldCountPatientsItDoesNotKnowAndThoseItLeavesOut() throws IOException {
    // Given
    List<LabelledPatient> patients = patients(false);
    write(patients);

    // Then
    assertThatThrownBy(() -> Split.read(file, patients.subList(2, 27), false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("names 2 patients of whom there are no recordings")
        .hasMessageContaining("row 1");

    // When
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 3));

    // Then
    assertThatThrownBy(() -> Split.read(file, patients, false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("leaves out 3 of 27 patients");
  }

  @Test
  void shouldNameTheRowThatIsNone() throws IOException {
    // Given
    Files.write(file, List.of("patient_id,subset", "PRESENT0,train", "PRESENT1,dev"));

    // Then
    assertThatThrownBy(() -> Split.read(file, patients(false), false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("row 2 has neither train, valid nor test");
  }

  private void write(List<LabelledPatient> patients) throws IOException {
    var lines = new ArrayList<String>();
    lines.add("patient_id,subset");
    for (int i = 0; i < patients.size(); i++) {
      lines.add(patients.get(i).patientId() + "," + SUBSETS.get(i % 3));
    }
    Files.write(file, lines);
  }

  private static Set<String> subjects(
      Split split, List<LabelledPatient> patients, Split.Subset subset) {
    return patients.stream()
        .filter(patient -> split.of(patient) == subset)
        .map(LabelledPatient::subject)
        .collect(Collectors.toSet());
  }

  /** Nine or, for folds, eighteen of each class; those with a twin are two after each other. */
  private static List<LabelledPatient> patients(boolean twins) {
    var patients = new ArrayList<LabelledPatient>();
    for (MurmurClass label : MurmurClass.values()) {
      for (int i = 0; i < (twins ? 18 : 9); i++) {
        String id = label.name() + i;
        boolean twin = twins && i < 4;
        patients.add(new LabelledPatient(id, twin ? label.name() + "twins" + i / 2 : id, label));
      }
    }
    return patients;
  }
}
