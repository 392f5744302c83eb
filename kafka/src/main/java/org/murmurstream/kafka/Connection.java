package org.murmurstream.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where Kafka and the schema registry are, and how to speak to them.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param registryUrl base URL of the schema registry, several separated by commas
 * @param properties further properties by their own names in Kafka and in Confluent's serde
 *     (security, {@code basic.auth.*}, {@code auto.register.schemas}); they win over what a program
 *     sets by itself
 */
public record Connection(
    String bootstrapServers, String registryUrl, Map<String, String> properties) {

  /** Beginnings of the names that mean something to the serde alone. */
  private static final List<String> SERDE_ONLY =
      List.of(
          "schema.registry.",
          "basic.auth.",
          "bearer.auth.",
          "auto.register.schemas",
          "max.schemas.per.subject",
          "specific.avro.",
          "key.subject.name.strategy",
          "value.subject.name.strategy");

  private static final String MASK = "********";

  /** Up to the last @, for a password may hold anything but a comma. */
  private static final Pattern URL_USER = Pattern.compile("//[^,]*@");

  public Connection {
    properties = Map.copyOf(properties);
  }

  public Connection(String bootstrapServers, String registryUrl) {
    this(bootstrapServers, registryUrl, Map.of());
  }

  /** Whether a property means something to Confluent's serde alone. */
  public static boolean isOfSerde(String name) {
    return SERDE_ONLY.stream().anyMatch(name::startsWith);
  }

  /** Configuration for any Kafka client: what concerns the serde alone is left out. */
  public Map<String, Object> kafka() {
    Map<String, Object> kafka = new HashMap<>();
    kafka.put("bootstrap.servers", bootstrapServers);
    properties.forEach(
        (name, value) -> {
          if (!isOfSerde(name)) {
            kafka.put(name, value);
          }
        });
    return kafka;
  }

  /**
   * Configuration for Confluent's serde: as Kafka does it, everything, for {@code
   * basic.auth.credentials.source=SASL_INHERIT} reads Kafka's own.
   */
  public Map<String, Object> serde() {
    Map<String, Object> serde = new HashMap<>();
    serde.put("schema.registry.url", registryUrl);
    serde.putAll(properties);
    return serde;
  }

  /** Addresses as they may be shown: names and passwords in URLs are masked. */
  public static String masked(String urls) {
    return URL_USER.matcher(urls).replaceAll("//" + MASK + "@");
  }

  /** Names properties but hides their values: passwords are among them. */
  @Override
  public String toString() {
    return "Connection[bootstrapServers=%s, registryUrl=%s, properties=%s]"
        .formatted(
            bootstrapServers, masked(registryUrl), properties.keySet().stream().sorted().toList());
  }
}
