package org.murmurstream.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.transactions.HangingTransaction;
import org.murmurstream.kafka.transactions.TransactionAdmin;
import org.murmurstream.local.SharedCluster;

/** What a real broker says of open transactions, and that it ends them. */
@ExtendWith(SharedCluster.class)
class HangingTransactionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TopicPartition partition = new TopicPartition("open-" + UUID.randomUUID(), 0);
  private Connection connection;

  @BeforeEach
  void createTopic(Connection cluster) throws Exception {
    connection = cluster;
    try (Admin admin = Admin.create(connection.kafka())) {
      admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1))).all().get();
    }
  }

  @Test
  void shouldNotTakeATransactionInProgressForOneThatHangs() throws Exception {
    // Given
    try (KafkaProducer<byte[], byte[]> producer = producer();
        var transactions = new TransactionAdmin(connection, PATIENCE)) {
      begin(producer);

      // When / Then
      assertThat(transactions.hanging(List.of(partition))).isEmpty();
      assertThat(transactions.hanging(List.of(partition), topic -> true, false)).isEmpty();
    }
  }

  @Test
  void shouldLetReadersPassOnceATransactionIsAborted() throws Exception {
    // Given
    try (KafkaProducer<byte[], byte[]> producer = producer();
        var transactions = new TransactionAdmin(connection, PATIENCE)) {
      begin(producer);
      assertThat(lastStableOffset()).isZero();

      // When
      transactions.abort(open());

      // Then: the record, and the marker that it does not count
      Awaitility.await().untilAsserted(() -> assertThat(lastStableOffset()).isEqualTo(2));
    }
  }

  private HangingTransaction open() throws Exception {
    try (Admin admin = Admin.create(connection.kafka())) {
      ProducerState producer =
          admin
              .describeProducers(List.of(partition))
              .partitionResult(partition)
              .get()
              .activeProducers()
              .get(0);
      return new HangingTransaction(
          partition,
          producer.producerId(),
          (short) producer.producerEpoch(),
          producer.coordinatorEpoch().orElse(0),
          producer.currentTransactionStartOffset().orElseThrow());
    }
  }

  private long lastStableOffset() throws Exception {
    try (Admin admin = Admin.create(connection.kafka())) {
      return admin
          .listOffsets(
              Map.of(partition, OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }

  private void begin(KafkaProducer<byte[], byte[]> producer) throws Exception {
    producer.initTransactions();
    producer.beginTransaction();
    producer
        .send(new ProducerRecord<>(partition.topic(), "exam".getBytes(StandardCharsets.UTF_8)))
        .get();
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>(connection.kafka());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, partition.topic());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
