package org.murmurstream.stream.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.Connection;

/**
 * The values in effect, and where each comes from. Properties under {@code kafka.} are passed on to
 * Kafka under their own names.
 */
public final class Configuration {

  static final String KAFKA_PREFIX = "kafka.";

  private static final String STANDARD = "default";
  private static final String MASK = "********";

  private final Map<String, Entry> entries;
  private final Map<String, Object> values;

  private Configuration(Map<String, Entry> entries, Map<String, Object> values) {
    this.entries = entries;
    this.values = values;
  }

  /**
   * One value in effect.
   *
   * @param name its key
   * @param written its value as written
   * @param source who said so
   */
  public record Entry(String name, String written, String source) {

    /** As it may be shown: secrets are masked, in URLs as well. */
    public String shown() {
      if (name.startsWith(KAFKA_PREFIX)
          && new KafkaProperties().isSecret(name.substring(KAFKA_PREFIX.length()))) {
        return MASK;
      }
      return Connection.masked(written);
    }

    /** Values may be secret. */
    @Override
    public String toString() {
      return "%s = %s  # %s".formatted(name, shown(), source);
    }
  }

  /**
   * Reads and checks everything.
   *
   * @param keys all keys there are
   * @param sources later ones win
   * @throws UserException naming everything that is wrong at once: unknown keys with the nearest
   *     known one, values that cannot be read
   */
  public static Configuration of(List<Key<?>> keys, List<Source> sources) {
    Map<String, Key<?>> known =
        keys.stream()
            .collect(
                Collectors.toMap(Key::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    var kafka = new KafkaProperties();
    var entries = new LinkedHashMap<String, Entry>();
    keys.forEach(key -> entries.put(key.name(), new Entry(key.name(), key.standard(), STANDARD)));
    var problems = new ArrayList<String>();
    for (Source source : sources) {
      new TreeMap<>(source.values())
          .forEach(
              (name, written) -> {
                if (isKnown(name, known.keySet(), kafka)) {
                  entries.put(name, new Entry(name, written, source.name()));
                } else {
                  problems.add(
                      "%s (from %s) is not a key; did you mean %s?"
                          .formatted(name, source.name(), nearest(name, known.keySet(), kafka)));
                }
              });
    }
    var values = new LinkedHashMap<String, Object>();
    for (Key<?> key : keys) {
      Entry entry = entries.get(key.name());
      try {
        values.put(key.name(), key.type().parser().apply(entry.written()));
      } catch (IllegalArgumentException e) {
        problems.add(
            "%s (from %s) is '%s': %s"
                .formatted(key.name(), entry.source(), entry.shown(), e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException("The configuration is wrong: " + String.join("; ", problems));
    }
    return new Configuration(entries, values);
  }

  @SuppressWarnings("unchecked") // the value was made by this key's own parser
  public <T> T get(Key<T> key) {
    return (T) values.get(key.name());
  }

  /** Properties for Kafka and for Confluent's serde, by their own names. */
  public Map<String, String> kafka() {
    var kafka = new TreeMap<String, String>();
    entries.forEach(
        (name, entry) -> {
          if (name.startsWith(KAFKA_PREFIX)) {
            kafka.put(name.substring(KAFKA_PREFIX.length()), entry.written());
          }
        });
    return kafka;
  }

  /** Everything in effect: the keys in their order, then Kafka's. */
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  private static boolean isKnown(String name, Set<String> known, KafkaProperties kafka) {
    return name.startsWith(KAFKA_PREFIX)
        ? kafka.isKnown(name.substring(KAFKA_PREFIX.length()))
        : known.contains(name);
  }

  private static String nearest(String name, Set<String> known, KafkaProperties kafka) {
    var candidates = new TreeSet<>(known);
    kafka.names().forEach(property -> candidates.add(KAFKA_PREFIX + property));
    return Spelling.nearest(name, candidates);
  }
}
