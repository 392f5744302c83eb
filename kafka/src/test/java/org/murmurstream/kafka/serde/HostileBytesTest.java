package org.murmurstream.kafka.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;

/**
 * Bytes from strangers end in a record or in one kind of exception, and never in much more memory
 * than they are long.
 */
class HostileBytesTest {

  private static final int HEADER = 5;
  private static final long ALLOWED_ALLOCATION = 8 << 20;

  private static final String SCOPE = UUID.randomUUID().toString();
  private static final AvroSerdes SERDES =
      new AvroSerdes(Map.of("schema.registry.url", "mock://" + SCOPE));
  private static final byte[] EXAMPLE =
      SERDES.value(RecordingChunk.class).serializer().serialize("recordings", ExampleChunk.chunk());
  private static final Deserializer<RecordingChunk> CHUNKS =
      SERDES.value(RecordingChunk.class).deserializer();

  static {
    // Loading classes allocates too, once.
    readsOrRefuses(CHUNKS, EXAMPLE);
    readsOrRefuses(CHUNKS, Arrays.copyOf(EXAMPLE, HEADER + 1));
  }

  @Property(tries = 5_000)
  void shouldRefuseOrReadRandomBytes(@ForAll byte[] bytes) {
    assertHarmless(CHUNKS, bytes);
  }

  @Property(tries = 5_000)
  void shouldRefuseOrReadRandomBytesBehindAKnownId(@ForAll byte[] bytes) {
    byte[] framed = Arrays.copyOf(EXAMPLE, HEADER + bytes.length);
    System.arraycopy(bytes, 0, framed, HEADER, bytes.length);
    assertHarmless(CHUNKS, framed);
  }

  @Property(tries = 5_000)
  void shouldRefuseOrReadDamagedRecords(
      @ForAll("damages") List<Damage> damages, @ForAll("lengths") int length) {
    byte[] damaged = Arrays.copyOf(EXAMPLE, length);
    for (Damage damage : damages) {
      damaged[damage.at() % length] = damage.value();
    }
    assertHarmless(CHUNKS, damaged);
  }

  @Property(tries = 1_000)
  void shouldRefuseHugeLengths(@ForAll("hugeLengths") long length) throws IOException {
    // Given an examId that claims to be so long
    byte[] text = behindKnownId(encoder -> encoder.writeLong(length));
    // ... and an array that claims so many items
    byte[] array =
        behindKnownId(
            encoder -> {
              for (int i = 0; i < 3; i++) {
                encoder.writeString("x");
              }
              encoder.writeEnum(1);
              encoder.writeInt(0);
              encoder.writeInt(0);
              encoder.writeBoolean(true);
              encoder.writeInt(4000);
              encoder.writeEnum(1);
              encoder.writeBytes(new byte[2]);
              encoder.writeLong(0);
              encoder.writeLong(length);
            });

    // Then
    assertThat(assertHarmless(CHUNKS, text)).isFalse();
    assertThat(assertHarmless(CHUNKS, array)).isFalse();
  }

  @Test
  void shouldRefuseItemsThatTakeNoBytes() throws Exception {
    // Given a writer whose array holds a billion nulls in six bytes
    Schema hostile =
        SchemaBuilder.record("MurmurPrediction")
            .namespace("org.murmurstream.schemas")
            .fields()
            .name("nothing")
            .type(Schema.createArray(Schema.create(Schema.Type.NULL)))
            .noDefault()
            .endRecord();
    byte[] bytes =
        framed(
            register(hostile),
            encoder -> {
              encoder.writeArrayStart();
              encoder.setItemCount(1_000_000_000);
            });

    // Then
    assertThat(assertHarmless(SERDES.value(MurmurPrediction.class).deserializer(), bytes))
        .isFalse();
  }

  @Test
  void shouldRefuseRecordsNestedToTheEndOfTheStack() throws Exception {
    // Given a writer whose record holds itself, a million times, in a million bytes
    Schema hostile =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "RecordingChunk", "namespace": "org.murmurstream.schemas",
                 "fields": [{"name": "next", "type": ["null", "RecordingChunk"]}]}
                """);
    byte[] bytes =
        framed(
            register(hostile),
            encoder -> {
              for (int i = 0; i < 1_000_000; i++) {
                encoder.writeIndex(1);
              }
              encoder.writeIndex(0);
            });

    // Then
    assertThat(readsOrRefuses(CHUNKS, bytes)).isFalse();
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    return Combinators.combine(Arbitraries.integers().between(0, 200), Arbitraries.bytes())
        .as(Damage::new)
        .list()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.integers().between(1, EXAMPLE.length);
  }

  @Provide
  Arbitrary<Long> hugeLengths() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(1 << 20, Integer.MAX_VALUE),
        Arbitraries.longs().between(Integer.MAX_VALUE, Long.MAX_VALUE),
        Arbitraries.longs().between(-Long.MAX_VALUE, -(1 << 20)));
  }

  record Damage(int at, byte value) {}

  /** Whether the bytes could be read. */
  private static boolean assertHarmless(Deserializer<?> deserializer, byte[] bytes) {
    long before = allocated();
    boolean read = readsOrRefuses(deserializer, bytes);
    assertThat(allocated() - before).as("bytes allocated").isLessThan(ALLOWED_ALLOCATION);
    return read;
  }

  private static boolean readsOrRefuses(Deserializer<?> deserializer, byte[] bytes) {
    try {
      deserializer.deserialize("recordings", bytes);
      return true;
    } catch (SerializationException e) {
      return false;
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private int register(Schema schema) throws Exception {
    return MockSchemaRegistry.getClientForScope(SCOPE).register("recordings-value", schema);
  }

  private byte[] behindKnownId(Content content) throws IOException {
    return framed(EXAMPLE[HEADER - 1], content);
  }

  private static byte[] framed(int id, Content content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0, 0, 0, 0, (byte) id});
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    content.writeTo(encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private interface Content {
    void writeTo(BinaryEncoder encoder) throws IOException;
  }
}
