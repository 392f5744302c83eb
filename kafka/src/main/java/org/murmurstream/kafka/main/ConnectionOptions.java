package org.murmurstream.kafka.main;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.core.PropertiesFile;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.EnvironmentNames;
import picocli.CommandLine.Option;

/** The options by which every command finds Kafka and the schema registry: a picocli mixin. */
public final class ConnectionOptions {

  private static final String KAFKA_PREFIX = "kafka.";

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
              + " security.protocol=SASL_SSL; may be repeated. Wins over the environment"
              + " (MURMUR_KAFKA_SECURITY_PROTOCOL), which wins over --kafka-config-file. Who lists"
              + " processes sees it: passwords belong into one of those.")
  private Map<String, String> properties = Map.of();

  @Option(
      names = "--kafka-config-file",
      paramLabel = "FILE",
      description = "Properties file with such properties.")
  private Path file;

  /**
   * What was asked for.
   *
   * @throws org.murmurstream.core.UserException if the file cannot be read
   */
  public Connection connection() {
    return connection(System.getenv());
  }

  Connection connection(Map<String, String> environment) {
    var all = new TreeMap<String, String>();
    if (file != null) {
      all.putAll(PropertiesFile.read(file));
    }
    environment.forEach(
        (variable, value) ->
            EnvironmentNames.keyOf(variable)
                .filter(key -> key.startsWith(KAFKA_PREFIX))
                .ifPresent(key -> all.put(key.substring(KAFKA_PREFIX.length()), value)));
    all.putAll(properties);
    return new Connection(bootstrapServers, registryUrl, all);
  }
}
