package org.murmurstream.kafka.releases;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.CompactedTopic;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.schemas.ModelRelease;
import org.murmurstream.schemas.TopicCatalogue;

/** The topic of releases, to read once and to write to. */
public final class ReleaseTopic {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Connection connection;
  private final Topic<Release> topic;

  /** The topic under a name; connects when first asked. */
  public ReleaseTopic(Connection connection, String name) {
    this.connection = connection;
    this.topic = under(name, connection);
  }

  /** The topic of this name with its serdes. */
  public static Topic<Release> under(String name, Connection connection) {
    return AvroSerdes.of(connection)
        .topic(TopicCatalogue.MODELS, name, ModelRelease.class)
        .as(Wire::of, Wire::of);
  }

  /**
   * The latest record of each version, that released last at the end.
   *
   * @throws UserException if brokers or registry do not answer, or there is no such topic
   */
  public List<Release> latest() {
    try (var table = CompactedTopic.open(connection, topic, PATIENCE)) {
      table.readToEnd(PATIENCE);
      return table.latest();
    } catch (KafkaException e) {
      throw KafkaFaults.of(e, connection, topic.name());
    }
  }

  /**
   * What was released under a name: that version, or without one the release in production that was
   * made last, or else the last of all.
   *
   * @param name NAME or NAME@VERSION; a version may be cut short if it is still the only one
   * @throws UserException if there is none, or more than one, or the topic cannot be read
   */
  public Release find(String name) {
    return ReleaseList.of(latest()).find(name);
  }

  /**
   * Writes a release, and waits until all replicas have it.
   *
   * @throws UserException if brokers or registry do not answer, or there is no such topic
   */
  public void publish(Release release) {
    Map<String, Object> config = connection.kafka();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    try {
      requireTopic();
      try (var producer =
          new KafkaProducer<>(config, topic.key().serializer(), topic.value().serializer())) {
        producer
            .send(new ProducerRecord<>(topic.name(), release.key(), release))
            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | KafkaException | TimeoutException e) {
      throw KafkaFaults.of(e, connection, topic.name());
    } catch (InterruptedException e) {
      throw KafkaFaults.interrupted(e);
    }
  }

  /** A broker may create a topic by itself when one writes to it, and not as a compacted one. */
  private void requireTopic() throws ExecutionException, InterruptedException {
    Map<String, Object> config = connection.kafka();
    int millis = Math.toIntExact(PATIENCE.toMillis());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
    try (Admin admin = Admin.create(config)) {
      admin.describeTopics(List.of(topic.name())).allTopicNames().get();
    }
  }
}
