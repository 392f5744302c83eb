package org.murmurstream.schemas;

import java.time.Duration;
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
 */
public record TopicSpec(
    String name,
    String key,
    Optional<Schema> value,
    int partitions,
    Optional<Duration> retention,
    Cleanup cleanup) {

  /** Kafka's {@code cleanup.policy}. */
  public enum Cleanup {
    DELETE,
    COMPACT
  }
}
