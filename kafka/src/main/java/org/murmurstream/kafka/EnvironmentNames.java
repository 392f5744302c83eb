package org.murmurstream.kafka;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keys as environment variables: {@code MURMUR_} and the key in capitals, where a dot becomes one
 * underscore, an underscore two and a dash three. So every key has one variable, and every variable
 * one key: {@code kafka.max.poll.records} is {@code MURMUR_KAFKA_MAX_POLL_RECORDS}.
 */
public final class EnvironmentNames {

  private static final String PREFIX = "MURMUR_";

  /** Read by the launcher and by {@code logback.xml}, before there is a configuration. */
  private static final Set<String> NOT_KEYS = Set.of("MURMUR_JAVA_OPTS", "MURMUR_LOG_FORMAT");

  private EnvironmentNames() {}

  public static String variableOf(String key) {
    return PREFIX
        + key.replace("_", "__").replace("-", "___").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** The key a variable names; empty if the variable is not meant for us. */
  public static Optional<String> keyOf(String variable) {
    if (!variable.startsWith(PREFIX) || NOT_KEYS.contains(variable)) {
      return Optional.empty();
    }
    String name = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    return Optional.of(
        name.replace("___", "-").replace("__", "\0").replace('_', '.').replace('\0', '_'));
  }
}
