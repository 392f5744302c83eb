package org.murmurstream.schemas;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A topic as it is to be created.
 *
 * @param name default name; every program lets its user change it
 * @param key what the key, a UTF-8 string, holds
 * @param value schema of the value; empty for raw bytes
 * @param partitions default number of partitions
 * @param retention how long records are kept; empty means for ever
 * @param cleanup whether old records are deleted or compacted by key
 * @param unpacked whether brokers unpack what is sent, so that the largest record they take is the
 *     largest that anybody unpacks: for topics that devices write to
 */
public record TopicSpec(
    String name,
    String key,
    Optional<Schema> value,
    int partitions,
    Optional<Duration> retention,
    Cleanup cleanup,
    boolean unpacked) {

  /** Kafka's {@code cleanup.policy}. */
  public enum Cleanup {
    DELETE,
    COMPACT
  }

  /**
   * The topic's configuration by Kafka's own names. Records carry the broker's time, for a device's
   * clock is data and decides nothing.
   */
  public Map<String, String> config() {
    return Map.of(
        "cleanup.policy",
        cleanup.name().toLowerCase(Locale.ROOT),
        "retention.ms",
        String.valueOf(retention.map(Duration::toMillis).orElse(-1L)),
        "message.timestamp.type",
        "LogAppendTime",
        "compression.type",
        unpacked ? "uncompressed" : "producer");
  }
}
