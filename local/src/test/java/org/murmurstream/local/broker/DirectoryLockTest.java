package org.murmurstream.local.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;

class DirectoryLockTest {

  @TempDir Path directory;

  @Test
  void shouldSayWhatToDoWhenAnotherBrokerHasTheDirectory() {
    // Given
    DirectoryLock taken = DirectoryLock.take(directory);

    // Then
    assertThatThrownBy(() -> DirectoryLock.take(directory))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("end that one, or name another directory (--data)");
    taken.close();
  }

  @Test
  void shouldGiveTheDirectoryBack() {
    // Given
    DirectoryLock.take(directory).close();

    // Then
    assertThatCode(() -> DirectoryLock.take(directory).close()).doesNotThrowAnyException();
  }
}
