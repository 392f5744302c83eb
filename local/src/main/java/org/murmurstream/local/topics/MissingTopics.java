package org.murmurstream.local.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.murmurstream.model.UserException;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;
import org.murmurstream.serde.Connection;

/** Creates the topics of the catalogue that are not there, and leaves the others as they are. */
public final class MissingTopics {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Connection connection;

  public MissingTopics(Connection connection) {
    this.connection = connection;
  }

  /**
   * Creates what is missing.
   *
   * @param replication copies of each partition; empty leaves it to the brokers' default
   * @return names of the topics that were created
   * @throws UserException if no broker answers, or it refuses
   */
  public List<String> create(Optional<Short> replication) {
    List<NewTopic> wanted =
        TopicCatalogue.all().stream().map(spec -> asNewTopic(spec, replication)).toList();
    try (Admin admin = Admin.create(patient(connection.kafka()))) {
      List<String> created = new ArrayList<>();
      for (Map.Entry<String, KafkaFuture<Void>> topic :
          admin.createTopics(wanted).values().entrySet()) {
        if (isCreated(topic.getValue())) {
          created.add(topic.getKey());
        }
      }
      return created.stream().sorted().toList();
    } catch (KafkaException e) {
      throw refused(e);
    }
  }

  static NewTopic asNewTopic(TopicSpec spec, Optional<Short> replication) {
    return new NewTopic(spec.name(), Optional.of(spec.partitions()), replication)
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                spec.cleanup().name().toLowerCase(Locale.ROOT),
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(spec.retention().map(Duration::toMillis).orElse(-1L))));
  }

  private boolean isCreated(KafkaFuture<Void> creation) {
    try {
      creation.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw refused(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted while topics were being created.", e);
    }
  }

  private UserException refused(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return new UserException(
          "No Kafka broker answers at %s; is it running, and is the address right?"
              .formatted(connection.bootstrapServers()),
          cause);
    }
    return new UserException(
        "The brokers at %s do not let the topics be created: %s"
            .formatted(connection.bootstrapServers(), cause.getMessage()),
        cause);
  }

  private static Map<String, Object> patient(Map<String, Object> config) {
    config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    return config;
  }
}
