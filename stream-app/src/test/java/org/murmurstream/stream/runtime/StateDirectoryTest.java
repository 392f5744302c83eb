package org.murmurstream.stream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;

class StateDirectoryTest {

  @TempDir private Path directory;

  @Test
  void shouldCreateItAndLeaveNothingInIt() {
    // Given
    Path wanted = directory.resolve("a").resolve("b");

    // When
    StateDirectory.require(wanted);

    // Then
    assertThat(wanted).isEmptyDirectory();
  }

  @Test
  void shouldSayThatItIsNoDirectory() throws Exception {
    // Given
    Path file = Files.createFile(directory.resolve("file"));

    // Then
    assertThatThrownBy(() -> StateDirectory.require(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("state.dir (" + file)
        .hasMessageContaining("it is no directory");
  }

  /** Nobody may create a directory there, not even root. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldSayThatItCannotBeWritten() {
    assertThatThrownBy(() -> StateDirectory.require(Path.of("/proc/murmur-state")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("state.dir (/proc/murmur-state)")
        .hasMessageContaining("name another directory")
        .hasMessageNotContaining("Exception");
  }
}
