package org.murmurstream.data.cinc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.UserException;

class Cinc2016ReferenceTest {

  @TempDir private Path folder;

  @Test
  void shouldReadTheReferencesOfAllFolders() throws IOException {
    // Given
    reference("training-a", "a0001,-1\na0002,1\n");
    reference("validation", "Record,Class\r\na0002;1\r\n".replace(';', ','));

    // When
    Cinc2016Reference reference = Cinc2016Reference.in(folder);

    // Then
    assertThat(reference.of("a0001")).contains(false);
    assertThat(reference.of("a0002")).contains(true);
    assertThat(reference.of("a0003")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a0001,-1\na0002,0\n", "a0001,-1\na0002\n", "a0001,-1\na0001,1\n"})
  void shouldRefuseWhatMakesNoSense(String text) throws IOException {
    // Given
    reference("training-a", text);

    // When // Then
    assertThatThrownBy(() -> Cinc2016Reference.in(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("row 2");
  }

  private void reference(String place, String text) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve(place)).resolve("REFERENCE.csv"), text);
  }
}
