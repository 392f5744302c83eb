package org.murmurstream.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest value of every key of a compacted topic, read from its beginning; the same whether the
 * broker has compacted it yet or not. It joins no consumer group and leaves no trace on the
 * brokers. For one thread, but for {@link #wakeUp}.
 *
 * <p>A value that no retry will ever read is skipped with a warning, as if it had not been written.
 */
public final class CompactedTopic<V> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CompactedTopic.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Topic<V> topic;
  private final Consumer<String, byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Deque<ConsumerRecord<String, byte[]>> unread = new ArrayDeque<>();
  private final Map<String, V> latest = new LinkedHashMap<>();

  /**
   * @param consumer assigned to the partitions; closed with this
   */
  CompactedTopic(
      Topic<V> topic, Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
    this.topic = topic;
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /**
   * Opens the topic at its beginning.
   *
   * @param patience how long the brokers are waited for, here and later
   * @throws TimeoutException if no broker answers in time
   * @throws UnknownTopicOrPartitionException if there is no such topic
   */
  public static <V> CompactedTopic<V> open(
      Connection connection, Topic<V> topic, Duration patience) {
    Map<String, Object> config = connection.kafka();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
    var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    try {
      List<PartitionInfo> found = consumer.partitionsFor(topic.name());
      if (found == null || found.isEmpty()) {
        throw new UnknownTopicOrPartitionException("there is no topic " + topic.name());
      }
      List<TopicPartition> partitions =
          found.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return new CompactedTopic<>(topic, consumer, partitions);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * Reads to where the topic ends now.
   *
   * @return whether anything was new
   * @throws TimeoutException if that takes longer than patience
   * @throws RuntimeException what the deserializer threw, if it is {@link SerdeFault#TRANSIENT};
   *     call again to go on
   */
  public boolean readToEnd(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    boolean any = take();
    while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("topic %s could not be read in time".formatted(topic.name()));
      }
      any |= poll(POLL);
    }
    return any;
  }

  /**
   * Reads what is new.
   *
   * @param patience how long it is waited for
   * @return whether anything was
   * @throws RuntimeException as {@link #readToEnd}
   * @throws org.apache.kafka.common.errors.WakeupException if it was woken up
   */
  public boolean poll(Duration patience) {
    consumer.poll(patience).forEach(unread::add);
    return take();
  }

  /** The latest value of each key, those written last at the end. */
  public List<V> latest() {
    return new ArrayList<>(latest.values());
  }

  /** Ends a {@link #poll} that another thread waits in. */
  public void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private boolean take() {
    boolean any = false;
    for (var record = unread.peek(); record != null; record = unread.peek()) {
      any |= take(record);
      unread.remove();
    }
    return any;
  }

  private boolean take(ConsumerRecord<String, byte[]> record) {
    if (record.key() == null) {
      return false;
    }
    V value;
    try {
      value = topic.value().deserializer().deserialize(topic.name(), record.value());
    } catch (RuntimeException e) {
      if (SerdeFault.of(e) == SerdeFault.TRANSIENT) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("topic", record.topic())
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("a record cannot be read and is skipped");
      return false;
    }
    latest.remove(record.key());
    if (value != null) {
      latest.put(record.key(), value);
    }
    return true;
  }
}
