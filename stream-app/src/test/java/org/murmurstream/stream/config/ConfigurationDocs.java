package org.murmurstream.stream.config;

import java.util.List;
import org.murmurstream.kafka.EnvironmentNames;

/** Writes the keys down for people: {@code docs/configuration.md}. */
final class ConfigurationDocs {

  private static final String HEAD =
      """
      # Configuration of `murmur stream`

      Values come from four places; a later one wins:

      1. the defaults below;
      2. a properties file in UTF-8, `--config FILE`;
      3. the environment: `MURMUR_` and the key in capitals, a dot as one underscore, an underscore as two, a dash as three;
      4. the command line: `--set KEY=VALUE`, or the flag of its own that the commonest keys have.

      Unknown keys are refused, and the nearest known one is named. `murmur stream --print-config` prints every value in effect
      and where it comes from; secrets are masked.

      Properties of Kafka's clients and streams, and of Confluent's serde, are passed through under the prefix `kafka.`, for
      example `kafka.security.protocol` (`MURMUR_KAFKA_SECURITY_PROTOCOL`, `--kafka-config security.protocol=SASL_SSL`) or
      `kafka.num.stream.threads`. They win over what the application sets by itself. Those that every command needs, and
      passwords, best stand without that prefix in a file of their own, `--kafka-config-file FILE`, which all commands take
      ([security](security.md)).

      This page is written from the source by its test; do not edit it by hand.

      | key | default | value | what it does |
      |---|---|---|---|
      """;

  private ConfigurationDocs() {}

  static String of(List<Key<?>> keys) {
    var page = new StringBuilder(HEAD);
    for (Key<?> key : keys) {
      page.append("| `%s`<br>`%s` ".formatted(key.name(), EnvironmentNames.variableOf(key.name())))
          .append(key.standard().isEmpty() ? "| " : "| `%s` ".formatted(key.standard()))
          .append("| %s | %s |\n".formatted(key.type().doc(), key.doc()));
    }
    return page.toString();
  }
}
