package org.murmurstream.kafka.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LetterHeadersTest {

  @Test
  void shouldAllBeWrittenDownForReaders() throws Exception {
    // Given
    String page = Files.readString(Path.of("../docs/topics.md"));

    // Then
    assertThat(Arrays.stream(LetterHeaders.class.getFields()).map(LetterHeadersTest::value))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(page).contains("`" + name));
  }

  private static String value(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
