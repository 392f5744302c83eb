package org.murmurstream.stream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.UserException;
import org.murmurstream.stream.config.Configuration.Entry;

class ConfigurationTest {

  private static final Key<Duration> WAIT =
      new Key<>("tea.wait", ValueType.DURATION_OF, "3m", "How long it draws.");
  private static final Key<Integer> CUPS =
      new Key<>("tea.cups", ValueType.number(1, 12), "2", "How many.");
  private static final List<Key<?>> KEYS = List.of(WAIT, CUPS);

  @Test
  void shouldTakeDefaultsWhenNobodySaysOtherwise() {
    // When
    Configuration configuration = Configuration.of(KEYS, List.of());

    // Then
    assertThat(configuration.get(WAIT)).isEqualTo(Duration.ofMinutes(3));
    assertThat(configuration.entries())
        .containsExactly(
            new Entry("tea.wait", "3m", "default"), new Entry("tea.cups", "2", "default"));
  }

  @Test
  void shouldLetLaterSourcesWin() {
    // Given
    var file = new Source("tea.properties", Map.of("tea.cups", "3", "tea.wait", "4m"));
    Source environment = Source.environment(Map.of("MURMUR_TEA_CUPS", "4", "HOME", "/root"));
    Source flags = Source.flags(Map.of("tea.cups", "5"));

    // When
    Configuration configuration = Configuration.of(KEYS, List.of(file, environment, flags));

    // Then
    assertThat(configuration.get(CUPS)).isEqualTo(5);
    assertThat(configuration.get(WAIT)).isEqualTo(Duration.ofMinutes(4));
    assertThat(configuration.entries())
        .extracting(Entry::source)
        .containsExactly("tea.properties", "the command line");
  }

  @Test
  void shouldNameTheNearestKeyWhenOneIsUnknown() {
    assertThatThrownBy(
            () ->
                Configuration.of(
                    KEYS,
                    List.of(Source.flags(Map.of("tea.wiat", "1m", "kafka.max.pol.records", "5")))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "tea.wiat (from the command line) is not a key; did you mean tea.wait?")
        .hasMessageContaining("did you mean kafka.max.poll.records?");
  }

  @Test
  void shouldCollectEveryProblem() {
    assertThatThrownBy(
            () ->
                Configuration.of(
                    KEYS, List.of(Source.flags(Map.of("tea.wait", "soon", "tea.cups", "13")))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("tea.wait (from the command line) is 'soon': write a duration")
        .hasMessageContaining(
            "tea.cups (from the command line) is '13': write a whole number from 1 to 12");
  }

  @Test
  void shouldPassKafkasPropertiesThrough() {
    // When
    Configuration configuration =
        Configuration.of(
            KEYS,
            List.of(
                Source.environment(Map.of("MURMUR_KAFKA_CONSUMER_MAX_POLL_RECORDS", "10")),
                Source.flags(Map.of("kafka.basic.auth.user.info", "ann:pw"))));

    // Then
    assertThat(configuration.kafka())
        .containsOnly(
            Map.entry("consumer.max.poll.records", "10"),
            Map.entry("basic.auth.user.info", "ann:pw"));
  }

  @Test
  void shouldMaskSecretsWhereverTheyAreShown() {
    for (String secret :
        List.of(
            "kafka.ssl.keystore.password",
            "kafka.sasl.jaas.config",
            "kafka.producer.ssl.key.password",
            "kafka.basic.auth.user.info",
            "kafka.schema.registry.ssl.truststore.password")) {
      assertThat(new Entry(secret, "geheim", "x").toString())
          .contains("*")
          .doesNotContain("geheim");
    }
    assertThat(new Entry("registry", "https://ann:geheim@registry:8081", "x").shown())
        .isEqualTo("https://********@registry:8081");
    assertThat(new Entry("kafka.security.protocol", "SASL_SSL", "x").shown()).isEqualTo("SASL_SSL");
  }
}
