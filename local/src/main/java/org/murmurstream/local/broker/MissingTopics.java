package org.murmurstream.local.broker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.topics.TopicAdmin;
import org.murmurstream.schemas.TopicSpec;

/** Makes the topics that a broker of this JVM lacks. */
public final class MissingTopics {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private MissingTopics() {}

  /** Creates those that are missing; returns when clients can find them all. */
  public static void create(Connection connection, Map<String, TopicSpec> topics) {
    try (TopicAdmin admin = new TopicAdmin(connection, PATIENCE)) {
      admin.create(topics, Optional.empty());
      while (!admin.names().containsAll(topics.keySet())) {
        // A topic is created some milliseconds before the broker tells of it; each look is a call.
        Thread.onSpinWait();
      }
    }
  }
}
