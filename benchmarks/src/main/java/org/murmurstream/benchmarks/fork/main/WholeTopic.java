package org.murmurstream.benchmarks.fork.main;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.murmurstream.kafka.Connection;

/** A topic that is read from its beginning to the end it has now. */
final class WholeTopic implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends;
  private long bytes;

  WholeTopic(Connection connection, String topic) {
    Map<String, Object> config = new HashMap<>(connection.kafka());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.GROUP_ID_CONFIG, "bench-copy");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(at -> new TopicPartition(topic, at.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    ends = consumer.endOffsets(partitions);
  }

  /** The next records; none if none have come within a tenth of a second. */
  ConsumerRecords<byte[], byte[]> poll() {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    records.forEach(record -> bytes += record.key().length + record.value().length);
    return records;
  }

  boolean isRead() {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** Bytes of keys and values so far. */
  long bytes() {
    return bytes;
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    return consumer;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
