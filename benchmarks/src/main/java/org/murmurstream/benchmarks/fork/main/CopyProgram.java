package org.murmurstream.benchmarks.fork.main;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.murmurstream.benchmarks.fork.Figure;
import org.murmurstream.kafka.Connection;

/**
 * Reads a topic and writes the same bytes to another, exactly once, in transactions as long as the
 * application's. Its arguments are the broker and the two topics.
 */
public final class CopyProgram {

  /** The application's interval of commits. */
  private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int LARGEST_REQUEST = 2 << 20;

  private CopyProgram() {}

  public static void main(String[] args) throws InterruptedException {
    var bytes = new AtomicLong();
    Stint stint = Stint.begin(() -> Map.of(Figure.READ_BYTES, bytes.doubleValue()));
    var connection = new Connection(args[0], "");
    try (var topic = new WholeTopic(connection, args[1]);
        KafkaProducer<byte[], byte[]> producer = producer(connection)) {
      getAcquainted(topic, producer, args[2]);
      stint.ready();
      copy(topic, producer, args[2], stint);
      bytes.set(topic.bytes());
      stint.done();
    }
  }

  /** With the coordinators: the first transaction of all may have to wait for their topics. */
  private static void getAcquainted(
      WholeTopic from, KafkaProducer<byte[], byte[]> producer, String to) {
    producer.initTransactions();
    producer.partitionsFor(to);
    producer.beginTransaction();
    producer.sendOffsetsToTransaction(positions(from), from.consumer().groupMetadata());
    producer.commitTransaction();
  }

  private static void copy(
      WholeTopic from, KafkaProducer<byte[], byte[]> producer, String to, Stint stint) {
    boolean begun = false;
    boolean open = false;
    long opened = 0;
    while (!from.isRead() || open) {
      ConsumerRecords<byte[], byte[]> records = from.poll();
      if (!records.isEmpty() && !begun) {
        begun = true;
        stint.begun();
      }
      if (!records.isEmpty() && !open) {
        producer.beginTransaction();
        open = true;
        opened = System.nanoTime();
      }
      send(records, producer, to);
      if (open && (from.isRead() || System.nanoTime() - opened >= COMMIT_NANOS)) {
        producer.sendOffsetsToTransaction(positions(from), from.consumer().groupMetadata());
        producer.commitTransaction();
        open = false;
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the commit fails if one of them did
  private static void send(
      ConsumerRecords<byte[], byte[]> records,
      KafkaProducer<byte[], byte[]> producer,
      String topic) {
    records.forEach(
        record ->
            producer.send(
                new ProducerRecord<>(topic, record.partition(), record.key(), record.value())));
  }

  private static Map<TopicPartition, OffsetAndMetadata> positions(WholeTopic topic) {
    KafkaConsumer<byte[], byte[]> consumer = topic.consumer();
    return consumer.assignment().stream()
        .collect(Collectors.toMap(at -> at, at -> new OffsetAndMetadata(consumer.position(at))));
  }

  private static KafkaProducer<byte[], byte[]> producer(Connection connection) {
    Map<String, Object> config = new HashMap<>(connection.kafka());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "bench-" + UUID.randomUUID());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
