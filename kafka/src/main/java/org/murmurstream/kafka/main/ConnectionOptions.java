package org.murmurstream.kafka.main;

import java.util.Map;
import org.murmurstream.kafka.Connection;
import picocli.CommandLine.Option;

/** The options by which every command finds Kafka and the schema registry: a picocli mixin. */
public final class ConnectionOptions {

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:MURMUR_BOOTSTRAP_SERVERS:-localhost:9092}",
      description =
          "Kafka brokers, several separated by commas; also MURMUR_BOOTSTRAP_SERVERS"
              + " (default: localhost:9092).")
  private String bootstrapServers;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      defaultValue = "${env:MURMUR_REGISTRY:-http://localhost:8081}",
      description =
          "Schema registry, several separated by commas; also MURMUR_REGISTRY"
              + " (default: http://localhost:8081).")
  private String registryUrl;

  @Option(
      names = "--kafka-config",
      paramLabel = "KEY=VALUE",
      description =
          "Property for Kafka clients and Confluent's serde by its own name, for example"
              + " security.protocol=SASL_SSL or basic.auth.user.info=USER:PASSWORD; may be"
              + " repeated.")
  private Map<String, String> properties = Map.of();

  public Connection connection() {
    return new Connection(bootstrapServers, registryUrl, properties);
  }
}
