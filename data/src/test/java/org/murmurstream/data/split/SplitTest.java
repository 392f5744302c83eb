package org.murmurstream.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.core.UserException;

class SplitTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "train validation test, test",
    "train validation,      validation",
    "train valid,           valid",
    "everybody,             everybody"
  })
  void shouldJudgeByWhatNothingIsLearntFrom(String subsets, String chosen) throws IOException {
    assertThat(split(subsets).judged(Optional.empty())).isEqualTo(chosen);
  }

  @Test
  void shouldNotGuessBetweenSubsetsItDoesNotKnow() throws IOException {
    // Given
    Split split = split("a b");

    // Then
    assertThatThrownBy(() -> split.judged(Optional.empty()))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("no subset test", "--subset", "a, b");
  }

  @Test
  void shouldRefuseAPatientInTwoSubsets() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("s.csv"), "patient_id,subset\n7,train\n7,test\n");

    // Then
    assertThatThrownBy(() -> Split.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("row 2");
  }

  @Test
  void shouldRefuseAFileWithoutPatients() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("s.csv"), "patient_id,subset\n");

    // Then
    assertThatThrownBy(() -> Split.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("s.csv names no patients");
  }

  @Test
  void shouldNameTheColumnThatIsMissing() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("s.csv"), "patient,subset\n7,train\n");

    // Then
    assertThatThrownBy(() -> Split.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("'patient_id'");
  }

  /** One patient in each of these. */
  private Split split(String subsets) throws IOException {
    var text = new StringBuilder("patient_id,subset\n");
    int patientId = 1;
    for (String subset : subsets.split(" ", -1)) {
      text.append(patientId++).append(',').append(subset).append('\n');
    }
    return Split.read(Files.writeString(folder.resolve("split.csv"), text));
  }
}
