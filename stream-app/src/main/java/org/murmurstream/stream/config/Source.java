package org.murmurstream.stream.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.core.PropertiesFile;
import org.murmurstream.kafka.EnvironmentNames;

/**
 * Where some values come from.
 *
 * @param name as it is named to a user
 * @param values what it says, by key
 */
public record Source(String name, Map<String, String> values) {

  public Source {
    values = Map.copyOf(values);
  }

  /**
   * A properties file in UTF-8.
   *
   * @throws org.murmurstream.core.UserException if it cannot be read
   */
  public static Source file(Path file) {
    return new Source(file.toString(), PropertiesFile.read(file));
  }

  /**
   * A properties file with Kafka's own names, as Kafka's tools take it.
   *
   * @throws org.murmurstream.core.UserException if it cannot be read
   */
  public static Source kafkaFile(Path file) {
    var values = new TreeMap<String, String>();
    PropertiesFile.read(file)
        .forEach((name, value) -> values.put(Configuration.KAFKA_PREFIX + name, value));
    return new Source(file.toString(), values);
  }

  /** Those environment variables that name keys. */
  public static Source environment(Map<String, String> environment) {
    var values = new TreeMap<String, String>();
    environment.forEach(
        (variable, value) ->
            EnvironmentNames.keyOf(variable).ifPresent(key -> values.put(key, value)));
    return new Source("the environment", values);
  }

  public static Source flags(Map<String, String> values) {
    return new Source("the command line", values);
  }
}
