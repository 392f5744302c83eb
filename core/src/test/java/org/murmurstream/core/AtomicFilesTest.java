package org.murmurstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  @TempDir private Path folder;

  @Test
  void shouldTakeThePlaceOfAnOlderFile() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("file"), "old");

    // When
    AtomicFiles.replaceDurably(file, "new".getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(folder.toFile().list()).containsExactly("file");
    assertThat(file).hasContent("new");
  }

  @Test
  void shouldLeaveTheOlderFileAndNothingElseWhenWritingFails() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("file"), "old");

    // When
    assertThatThrownBy(() -> AtomicFiles.replace(file, AtomicFilesTest::writeHalf))
        .hasMessage("disk full");

    // Then
    assertThat(folder.toFile().list()).containsExactly("file");
    assertThat(file).hasContent("old");
  }

  @Test
  void shouldLeaveNoFolderWhenWritingFails() {
    // When
    assertThatThrownBy(
            () ->
                AtomicFiles.createFolder(
                    folder.resolve("made"), partial -> writeHalf(partial.resolve("file"))))
        .hasMessage("disk full");

    // Then
    assertThat(folder).isEmptyDirectory();
  }

  private static void writeHalf(Path file) throws IOException {
    Files.writeString(file, "ha");
    throw new IOException("disk full");
  }
}
