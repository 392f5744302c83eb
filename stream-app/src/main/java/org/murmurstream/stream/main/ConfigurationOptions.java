package org.murmurstream.stream.main;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.core.UserException;
import org.murmurstream.stream.config.Configuration;
import org.murmurstream.stream.config.Key;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamKeys;
import picocli.CommandLine.Option;

/** The options by which the application is configured: a picocli mixin. */
public final class ConfigurationOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Properties file with keys of docs/configuration.md.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Any key of docs/configuration.md; may be repeated. Wins over the environment"
              + " (MURMUR_..., dots as underscores), which wins over the file.")
  private Map<String, String> set = Map.of();

  @Option(
      names = "--kafka-config",
      paramLabel = "KEY=VALUE",
      description =
          "Property for Kafka clients, Kafka Streams and Confluent's serde by its own name, for"
              + " example security.protocol=SASL_SSL; may be repeated. Who lists processes sees it:"
              + " passwords belong into a file or the environment.")
  private Map<String, String> kafka = Map.of();

  @Option(
      names = "--kafka-config-file",
      paramLabel = "FILE",
      description = "Properties file with such properties, by their own names.")
  private Path kafkaFile;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description =
          "Kafka brokers, several separated by commas; also MURMUR_BOOTSTRAP_SERVERS"
              + " (default: localhost:9092).")
  private String bootstrapServers;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "Schema registry, several separated by commas; also MURMUR_REGISTRY"
              + " (default: http://localhost:8081).")
  private String registry;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description =
          "Model bundle to hear with, or 'untrained' for random weights; also MURMUR_BUNDLE"
              + " (default: the bundle in models/, UNTRAINED if there is none).")
  private String bundle;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Directory of the local stores (default: murmur-state).")
  private String stateDir;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of health and metrics; 0 takes any free one (default: 8080).")
  private String port;

  @Option(names = "--create-topics", description = "Create topics that are missing.")
  private boolean createTopics;

  /**
   * What they say, with what the environment and the file say.
   *
   * @throws UserException if a key is unknown, a value wrong, or the command line contradicts
   *     itself
   */
  public Configuration configuration(Map<String, String> environment) {
    var sources = new ArrayList<Source>();
    if (file != null) {
      sources.add(Source.file(file));
    }
    if (kafkaFile != null) {
      sources.add(Source.kafkaFile(kafkaFile));
    }
    sources.add(Source.environment(environment));
    sources.add(Source.flags(flags()));
    return Configuration.of(StreamKeys.ALL, List.copyOf(sources));
  }

  private Map<String, String> flags() {
    var flags = new TreeMap<>(set);
    kafka.forEach((name, value) -> add(flags, "kafka." + name, value));
    add(flags, StreamKeys.BOOTSTRAP_SERVERS, bootstrapServers);
    add(flags, StreamKeys.REGISTRY, registry);
    add(flags, StreamKeys.BUNDLE, bundle);
    add(flags, StreamKeys.STATE_DIR, stateDir);
    add(flags, StreamKeys.HEALTH_PORT, port);
    add(flags, StreamKeys.CREATE_TOPICS, createTopics ? "true" : null);
    return flags;
  }

  private static void add(Map<String, String> flags, Key<?> key, String value) {
    if (value != null) {
      add(flags, key.name(), value);
    }
  }

  private static void add(Map<String, String> flags, String key, String value) {
    String other = flags.put(key, value);
    if (other != null && !other.equals(value)) {
      throw new UserException("The command line says twice what %s is.".formatted(key));
    }
  }
}
