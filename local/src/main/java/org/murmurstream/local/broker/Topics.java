package org.murmurstream.local.broker;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.murmurstream.schemas.TopicSpec;

/** Creates topics as the catalogue describes them. */
public final class Topics {

  private static final ListTopicsOptions INTERNAL_TOO = new ListTopicsOptions().listInternal(true);

  private Topics() {}

  /**
   * Creates those that do not exist, each with the broker's default replication; leaves the others
   * as they are. Returns when clients can find them all.
   *
   * @param kafka configuration of a Kafka client
   * @throws KafkaException if the broker refuses
   */
  public static void create(Map<String, Object> kafka, Collection<TopicSpec> specs) {
    try (Admin admin = Admin.create(kafka)) {
      Set<String> present = admin.listTopics(INTERNAL_TOO).names().get();
      for (var created :
          admin
              .createTopics(
                  specs.stream()
                      .filter(spec -> !present.contains(spec.name()))
                      .map(Topics::toKafka)
                      .toList())
              .values()
              .values()) {
        try {
          created.get();
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
      Set<String> wanted = specs.stream().map(TopicSpec::name).collect(toUnmodifiableSet());
      while (!admin.listTopics(INTERNAL_TOO).names().get().containsAll(wanted)) {
        // A topic is created some milliseconds before the broker tells of it; each look is a call.
        Thread.onSpinWait();
      }
    } catch (ExecutionException e) {
      throw new KafkaException("Cannot create topics: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static NewTopic toKafka(TopicSpec spec) {
    return new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.empty())
        .configs(spec.config());
  }
}
