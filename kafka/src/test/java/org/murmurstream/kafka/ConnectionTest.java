package org.murmurstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionTest {

  private final Connection connection =
      new Connection(
          "kafka:9092",
          "https://registry",
          Map.of(
              "security.protocol", "SASL_SSL",
              "basic.auth.credentials.source", "USER_INFO",
              "basic.auth.user.info", "app:secret",
              "auto.register.schemas", "false"));

  @Test
  void shouldGiveKafkaWhatKafkaUnderstands() {
    assertThat(connection.kafka())
        .isEqualTo(Map.of("bootstrap.servers", "kafka:9092", "security.protocol", "SASL_SSL"));
  }

  @Test
  void shouldGiveTheSerdeEverything() {
    assertThat(connection.serde())
        .containsEntry("schema.registry.url", "https://registry")
        .containsEntry("basic.auth.user.info", "app:secret")
        .containsEntry("auto.register.schemas", "false")
        .containsEntry("security.protocol", "SASL_SSL");
  }

  @Test
  void shouldNotPrintSecretsOfUrls() {
    // Given
    var inUrls = new Connection("kafka:9092", "https://app:se/cr@et@a,https://app:secret@b/path");

    // Then
    assertThat(inUrls.toString())
        .contains("https://********@a,https://********@b/path")
        .doesNotContain("secret")
        .doesNotContain("se/cr");
  }

  @Test
  void shouldNotPrintSecrets() {
    assertThat(connection.toString()).contains("basic.auth.user.info").doesNotContain("secret");
  }
}
