package org.murmurstream.kafka.predictions;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.Connection;

class PredictionReaderTest {

  @Test
  void shouldSayWhereNoBrokerAnswers() {
    // Given
    var nobody =
        new Connection(
            "127.0.0.1:1", "http://127.0.0.1:1", Map.of("default.api.timeout.ms", "1000"));

    // When // Then
    assertThatThrownBy(() -> PredictionReader.open(nobody, "murmur-predictions"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("127.0.0.1:1");
  }
}
