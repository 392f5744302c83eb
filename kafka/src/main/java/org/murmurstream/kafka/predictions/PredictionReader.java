package org.murmurstream.kafka.predictions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.schemas.MurmurPrediction;

/**
 * Reads the published predictions from the first one on, and only what was committed. It joins no
 * consumer group and leaves no trace on the brokers. For one thread.
 */
public final class PredictionReader implements AutoCloseable {

  private static final int ANSWER_WITHIN_MS = 15_000;

  private static final Duration POLL = Duration.ofMillis(200);

  private final Connection connection;
  private final String topic;
  private final Consumer<String, MurmurPrediction> consumer;

  private PredictionReader(
      Connection connection, String topic, Consumer<String, MurmurPrediction> consumer) {
    this.connection = connection;
    this.topic = topic;
    this.consumer = consumer;
  }

  /**
   * Opens the topic at its beginning.
   *
   * @throws UserException if no broker answers or the topic is not there
   */
  public static PredictionReader open(Connection connection, String topic) {
    var consumer =
        new KafkaConsumer<>(
            config(connection.kafka()),
            new StringDeserializer(),
            AvroSerdes.of(connection).value(MurmurPrediction.class).deserializer());
    try {
      List<TopicPartition> partitions = partitionsOf(topic, consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return new PredictionReader(connection, topic, consumer);
    } catch (RuntimeException e) {
      consumer.close();
      throw e instanceof KafkaException ? KafkaFaults.of(e, connection, topic) : e;
    }
  }

  /**
   * Goes to the first prediction that was published then or later, by the brokers' time.
   *
   * @throws UserException if the brokers refuse
   */
  public void seek(Instant from) {
    try {
      var times = new HashMap<TopicPartition, Long>();
      consumer.assignment().forEach(partition -> times.put(partition, from.toEpochMilli()));
      consumer
          .offsetsForTimes(times)
          .forEach(
              (partition, found) -> {
                if (found == null) {
                  consumer.seekToEnd(List.of(partition));
                } else {
                  consumer.seek(partition, found.offset());
                }
              });
    } catch (KafkaException e) {
      throw KafkaFaults.of(e, connection, topic);
    }
  }

  /**
   * All predictions not read before that are published by now, in the order of their publication
   * within a partition.
   *
   * @throws UserException if the brokers refuse, or the registry does not answer
   */
  public List<MurmurPrediction> toEnd() {
    var predictions = new ArrayList<MurmurPrediction>();
    try {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        predictions.addAll(poll(POLL));
      }
    } catch (KafkaException e) {
      throw KafkaFaults.of(e, connection, topic);
    }
    return predictions;
  }

  /**
   * Predictions not read before; empty if none comes in time. Within a partition they come in the
   * order in which they were published.
   *
   * @throws UserException if the brokers refuse, or the registry does not answer
   */
  public List<MurmurPrediction> poll(Duration patience) {
    List<MurmurPrediction> predictions = new ArrayList<>();
    try {
      consumer.poll(patience).forEach(record -> predictions.add(record.value()));
    } catch (KafkaException e) {
      throw KafkaFaults.of(e, connection, topic);
    }
    return predictions;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static Map<String, Object> config(Map<String, Object> kafka) {
    kafka.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    kafka.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    kafka.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
    return kafka;
  }

  private static List<TopicPartition> partitionsOf(String topic, Consumer<?, ?> consumer) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic);
    if (partitions == null || partitions.isEmpty()) {
      throw KafkaFaults.missingTopic(topic, null);
    }
    return partitions.stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }
}
