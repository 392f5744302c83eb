package org.murmurstream.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.UserException;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.CycleMarks;
import org.murmurstream.kafka.AccessFault;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.SerdeFault;
import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.wire.Wire;

/**
 * The way to Kafka: idempotent, acknowledged by all replicas. The first failure ends it: whatever
 * is sent afterwards is refused. Safe for use by several threads.
 */
public final class Uplink implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final Producer<String, byte[]> producer;
  private final UplinkTopics topics;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * @param producer closed with this uplink
   */
  Uplink(Producer<String, byte[]> producer, UplinkTopics topics) {
    this.producer = producer;
    this.topics = topics;
  }

  /**
   * Connects to a cluster.
   *
   * @throws UserException if no broker answers within some 12 seconds, or a topic is missing
   */
  public static Uplink connect(Connection connection) {
    return connect(connection, UplinkTopics.of(AvroSerdes.of(connection)));
  }

  /**
   * Connects to a cluster where the topics have other names.
   *
   * @throws UserException as {@link #connect(Connection)}
   */
  public static Uplink connect(Connection connection, UplinkTopics topics) {
    check(connection, topics);
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "murmur-simulate");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.putAll(connection.kafka());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return new Uplink(
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer()), topics);
  }

  /**
   * Sends a chunk.
   *
   * @param recordedAt when it began, by the device's clock
   * @param acked told partition and offset, by the producer's thread
   * @throws UplinkException if this or anything before could not be sent
   */
  public void send(Chunk chunk, Instant recordedAt, Consumer<RecordMetadata> acked) {
    send(topics.recordings(), chunk.patientId(), Wire.of(chunk, recordedAt), acked);
  }

  public void send(Diagnosis diagnosis, Consumer<RecordMetadata> acked) {
    send(topics.diagnoses(), diagnosis.patientId(), Wire.of(diagnosis), acked);
  }

  public void send(CycleMarks marks, Consumer<RecordMetadata> acked) {
    send(topics.annotations(), marks.patientId(), Wire.of(marks), acked);
  }

  /**
   * Waits until everything sent so far is acknowledged.
   *
   * @throws UplinkException if anything could not be sent
   */
  public void flush() {
    producer.flush();
    throwIfFailed();
  }

  /** Gives what is still on its way ten seconds. */
  @Override
  public void close() {
    producer.close(CLOSE_PATIENCE);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
  private <V> void send(Topic<V> topic, String key, V value, Consumer<RecordMetadata> acked) {
    throwIfFailed();
    try {
      byte[] bytes = bytes(topic, value);
      producer.send(
          new ProducerRecord<>(topic.name(), key, bytes),
          (metadata, refused) -> settle(metadata, refused, acked));
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
      throwIfFailed();
    }
  }

  private static <V> byte[] bytes(Topic<V> topic, V value) {
    try {
      return topic.value().serializer().serialize(topic.name(), value);
    } catch (KafkaException e) {
      if (SerdeFault.of(e) == SerdeFault.TRANSIENT) {
        throw KafkaFaults.registryAway(topic.name(), e);
      }
      throw e;
    }
  }

  /** The producer would swallow what its callbacks throw. */
  private void settle(RecordMetadata metadata, Exception refused, Consumer<RecordMetadata> acked) {
    if (refused != null) {
      failure.compareAndSet(null, refused);
      return;
    }
    try {
      acked.accept(metadata);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void throwIfFailed() {
    Exception first = failure.get();
    if (first != null) {
      AccessFault.sentence(first)
          .ifPresent(
              sentence -> {
                throw new UserException(sentence, first);
              });
      throw new UplinkException("sending to Kafka failed", first);
    }
  }

  private static void check(Connection connection, UplinkTopics topics) {
    Map<String, Object> config = new HashMap<>(connection.kafka());
    int millis = (int) PATIENCE.toMillis();
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
    try (Admin admin = Admin.create(config)) {
      admin.describeTopics(topics.names()).allTopicNames().get();
    } catch (ExecutionException | KafkaException e) {
      throw KafkaFaults.of(e, connection);
    } catch (InterruptedException e) {
      throw KafkaFaults.interrupted(e);
    }
  }
}
