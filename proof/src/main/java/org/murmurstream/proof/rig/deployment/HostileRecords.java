package org.murmurstream.proof.rig.deployment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.sim.Rng;
import org.murmurstream.sim.UplinkTopics;

/**
 * Records that no device of ours sends, seeded: bytes at random, chunks that are cut or have bits
 * flipped, lengths beyond all memory, sound Avro of absurd values, schema ids that nobody knows,
 * giants that compress well, and headers without measure. None of them can be taken in: what would
 * be a chunk does not bear its patient as the key.
 */
public final class HostileRecords implements AutoCloseable {

  private static final int GIANT_BYTES = 5 * 1024 * 1024;
  private static final int MOST_BYTES = 2_000;
  private static final int FRAME_BYTES = 5;
  private static final byte[] STRANGER = "stranger".getBytes(StandardCharsets.UTF_8);

  private final KafkaProducer<byte[], byte[]> producer;
  private final UplinkTopics topics;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Rng rng;
  private final byte[] sound;
  private final List<byte[]> absurd;

  private HostileRecords(KafkaProducer<byte[], byte[]> producer, UplinkTopics topics, long seed) {
    this.producer = producer;
    this.topics = topics;
    this.rng = new Rng(seed).split("hostile");
    this.sound = framed(chunk("exam", 0, 4000, 500));
    this.absurd =
        List.of(
            framed(chunk("", 0, 4000, 10)),
            framed(chunk("../../etc/passwd\r\n\u001b[31m", 0, 4000, 10)),
            framed(chunk("x".repeat(100_000), 0, 4000, 10)),
            framed(chunk("exam", Integer.MAX_VALUE, 4000, 10)),
            framed(chunk("exam", Integer.MIN_VALUE, 4000, 10)),
            framed(chunk("exam", 0, 0, 10)),
            framed(chunk("exam", 0, Integer.MAX_VALUE, 10)),
            framed(chunk("exam", 0, 4000, 0)),
            framed(chunk("exam", 0, 4000, 0x60000)));
  }

  /** Connects, as anybody who may write to the topic can. */
  public static HostileRecords connect(Connection connection, long seed) {
    Map<String, Object> config = new HashMap<>(connection.kafka());
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * GIANT_BYTES);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    return new HostileRecords(
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()),
        UplinkTopics.of(AvroSerdes.of(connection)),
        seed);
  }

  /** Sends so many of all kinds; returns when they are acknowledged. */
  public void send(int count) {
    for (int i = 0; i < count; i++) {
      send(rng.chance(0.001) ? giant() : rng.chance(0.002) ? manyHeaders() : small());
    }
    flush();
  }

  /** Sends so many that take five megabytes each, once they are unpacked. */
  public void sendGiants(int count) {
    for (int i = 0; i < count; i++) {
      send(giant());
    }
    flush();
  }

  /** Sends so many of schemas that nobody knows, each of another. */
  public void sendUnknownSchemas(int count) {
    for (int i = 0; i < count; i++) {
      send(record(unknownSchema()));
    }
    flush();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("the broker refused a hostile record", failure.get());
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
  private void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(
        record,
        (metadata, refused) -> {
          if (refused != null) {
            failure.compareAndSet(null, refused);
          }
        });
  }

  private ProducerRecord<byte[], byte[]> small() {
    return switch (rng.below(12)) {
      case 0 -> record(null);
      case 1 -> record(new byte[0]);
      case 2, 3 -> record(random(rng.below(MOST_BYTES)));
      case 4, 5 -> record(cut());
      case 6, 7 -> record(flipped());
      case 8 -> record(hugeLength());
      case 9 -> record(rng.chance(0.2) ? unknownSchema() : deep());
      default -> record(rng.pick(absurd));
    };
  }

  private ProducerRecord<byte[], byte[]> giant() {
    return record(new byte[GIANT_BYTES]);
  }

  private ProducerRecord<byte[], byte[]> manyHeaders() {
    ProducerRecord<byte[], byte[]> record = record(rng.chance(0.5) ? sound : random(10));
    if (rng.chance(0.5)) {
      record.headers().add("h", new byte[900_000]);
    } else {
      for (int i = 0; i < 2_000; i++) {
        record.headers().add("murmur.dlq.reason", random(100));
      }
    }
    return record;
  }

  private ProducerRecord<byte[], byte[]> record(byte[] value) {
    byte[] key = rng.chance(0.1) ? null : rng.chance(0.1) ? random(rng.below(300)) : STRANGER;
    int partition = rng.below(partitions());
    return new ProducerRecord<>(topics.recordings().name(), partition, key, value);
  }

  private int partitions() {
    return producer.partitionsFor(topics.recordings().name()).size();
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) rng.below(256);
    }
    return bytes;
  }

  private byte[] cut() {
    return Arrays.copyOf(sound, rng.below(sound.length));
  }

  private byte[] flipped() {
    byte[] bytes = sound.clone();
    for (int i = 0; i <= rng.below(8); i++) {
      // Not the schema's id: another one's record would be read by this schema.
      int at = FRAME_BYTES + rng.below(bytes.length - FRAME_BYTES);
      bytes[at] ^= (byte) (1 << rng.below(8));
    }
    return bytes;
  }

  /** The first field, a string, says that it is up to 2^62 bytes long. */
  private byte[] hugeLength() {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    bytes.put(sound, 0, FRAME_BYTES);
    long length = 1L << (20 + rng.below(43));
    for (long zigzag = length << 1; zigzag != 0; zigzag >>>= 7) {
      bytes.put((byte) ((zigzag & 0x7F) | (zigzag > 0x7F || zigzag < 0 ? 0x80 : 0)));
    }
    return bytes.array();
  }

  /** Blocks of arrays and branches of unions without end. */
  private byte[] deep() {
    byte[] bytes = new byte[MOST_BYTES];
    Arrays.fill(bytes, (byte) (rng.chance(0.5) ? 0x02 : 0xFF));
    System.arraycopy(sound, 0, bytes, 0, FRAME_BYTES);
    return bytes;
  }

  private byte[] unknownSchema() {
    byte[] bytes = sound.clone();
    ByteBuffer.wrap(bytes).putInt(1, 1_000_000 + rng.below(1_000_000_000));
    return bytes;
  }

  private byte[] framed(Chunk chunk) {
    return framed(topics.recordings(), Wire.of(chunk, Instant.EPOCH));
  }

  private static <V> byte[] framed(Topic<V> topic, V value) {
    return topic.value().serializer().serialize(TopicCatalogue.RECORDINGS.name(), value);
  }

  private static Chunk chunk(String examId, int sequence, int sampleRateHz, int samples) {
    return new Chunk(
        "patient",
        examId,
        "device",
        new RecordingId(AuscultationSite.MV, 0),
        sequence,
        true,
        sampleRateHz,
        new byte[2 * samples],
        Map.of());
  }
}
