package org.murmurstream.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.murmurstream.core.UserException;

/**
 * A topic's committed records as they lie there, byte for byte. It joins no consumer group and
 * leaves no trace on the brokers. For one thread.
 */
public final class TopicScan implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Connection connection;
  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  private TopicScan(
      Connection connection,
      String topic,
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions) {
    this.connection = connection;
    this.topic = topic;
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /**
   * Opens the topic at its beginning.
   *
   * @throws UserException if no broker answers or the topic is not there
   */
  public static TopicScan open(Connection connection, String topic) {
    Map<String, Object> config = connection.kafka();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // What is read is in memory whole, and a record of a few kB may be megabytes when unpacked.
    config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.putIfAbsent(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(SILENCE.toMillis()));
    var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      List<PartitionInfo> found = consumer.partitionsFor(topic);
      if (found == null || found.isEmpty()) {
        throw KafkaFaults.missingTopic(topic, null);
      }
      List<TopicPartition> partitions =
          found.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return new TopicScan(connection, topic, consumer, partitions);
    } catch (RuntimeException e) {
      consumer.close();
      throw e instanceof KafkaException ? KafkaFaults.of(e, connection, topic) : e;
    }
  }

  /** The first offset of each partition that is still there. */
  public Map<Integer, Long> beginnings() {
    return byNumber(consumer.beginningOffsets(partitions));
  }

  /** Where each partition ends now, as far as it is committed. */
  public Map<Integer, Long> ends() {
    return byNumber(consumer.endOffsets(partitions));
  }

  /** Goes back to the beginning. */
  public void rewind() {
    consumer.seekToBeginning(partitions);
  }

  /**
   * Goes to these offsets, or the first ones that are still there; partitions that are not named
   * are read no more.
   */
  public void seek(Map<Integer, Long> offsets) {
    Map<Integer, Long> beginnings = beginnings();
    consumer.seekToEnd(partitions);
    offsets.forEach(
        (partition, offset) ->
            consumer.seek(
                new TopicPartition(topic, partition),
                Math.max(offset, beginnings.getOrDefault(partition, 0L))));
  }

  /**
   * Reads on to where the topic ends now; those of a partition come in their order.
   *
   * @throws UserException if the brokers fall silent
   */
  public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try {
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long lastNews = System.nanoTime();
      while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
        long before = position();
        consumer.poll(POLL).forEach(each);
        if (position() > before) {
          lastNews = System.nanoTime();
        } else if (System.nanoTime() - lastNews > SILENCE.toNanos()) {
          throw new UserException(
              "Topic %s was not read to its end: the brokers at %s are silent."
                  .formatted(topic, connection.bootstrapServers()));
        }
      }
    } catch (KafkaException e) {
      throw KafkaFaults.of(e, connection, topic);
    }
  }

  /**
   * Reads one record; {@link #readToEnd} goes on behind it.
   *
   * @return empty if there is none of this offset
   * @throws UserException if the brokers fall silent
   */
  public Optional<ConsumerRecord<byte[], byte[]>> at(int partition, long offset) {
    try {
      var here = new TopicPartition(topic, partition);
      if (!partitions.contains(here)
          || offset < consumer.beginningOffsets(List.of(here)).get(here)
          || offset >= consumer.endOffsets(List.of(here)).get(here)) {
        return Optional.empty();
      }
      consumer.pause(partitions);
      consumer.resume(List.of(here));
      consumer.seek(here, offset);
      long end = System.nanoTime() + SILENCE.toNanos();
      while (System.nanoTime() < end) {
        List<ConsumerRecord<byte[], byte[]>> found = consumer.poll(POLL).records(here);
        if (!found.isEmpty()) {
          return Optional.of(found.get(0)).filter(record -> record.offset() == offset);
        }
        if (consumer.position(here) > offset) {
          return Optional.empty();
        }
      }
      throw new UserException(
          "Record %s could not be read: the brokers at %s are silent."
              .formatted(new Place(topic, partition, offset), connection.bootstrapServers()));
    } catch (KafkaException e) {
      throw KafkaFaults.of(e, connection, topic);
    } finally {
      consumer.resume(partitions);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private long position() {
    return partitions.stream().mapToLong(consumer::position).sum();
  }

  private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
    var byNumber = new HashMap<Integer, Long>();
    offsets.forEach((at, offset) -> byNumber.put(at.partition(), offset));
    return byNumber;
  }
}
