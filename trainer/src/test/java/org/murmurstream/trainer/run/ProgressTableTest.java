package org.murmurstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;

class ProgressTableTest {

  private static final String TITLES = "step,loss";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("steps.csv");
  }

  @Test
  void shouldForgetTheRowsThatNoCheckpointCovers() throws IOException {
    // Given
    Files.write(file, List.of(TITLES, "10,0.9", "20,0.8", "30,0.7"));

    // When
    ProgressTable table = ProgressTable.open(file, TITLES, 20);

    // Then
    assertThat(table.kept()).containsExactly("10,0.9", "20,0.8");
    assertThat(ProgressTable.read(file)).containsExactly("10,0.9", "20,0.8");
  }

  @Test
  void shouldForgetARowThatWasCutOffWhileItWasWritten() throws IOException {
    // Given
    Files.writeString(file, TITLES + "\n10,0.9\n2");

    // When
    ProgressTable table = ProgressTable.open(file, TITLES, 10);
    table.add("20,0.8");

    // Then
    assertThat(ProgressTable.read(file)).containsExactly("10,0.9", "20,0.8");
  }

  @Test
  void shouldBeginANewTableWhereNothingIsCovered() throws IOException {
    // When
    ProgressTable.open(file, TITLES, 0).add("10,0.9");

    // Then
    assertThat(file).content().isEqualToNormalizingNewlines(TITLES + "\n10,0.9\n");
  }

  @Test
  void shouldRefuseACheckpointOfWhichItDoesNotTell() throws IOException {
    // Given
    Files.write(file, List.of(TITLES, "10,0.9"));

    // When / Then
    assertThatThrownBy(() -> ProgressTable.open(file, TITLES, 20))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("remove the checkpoint to begin anew");
  }

  @Test
  void shouldNameAFileWhoseRowsHoldNoNumbers() {
    assertThatThrownBy(() -> ProgressTable.value(file, "10,high", 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file + " is damaged");
  }
}
