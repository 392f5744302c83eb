package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.schemas.Encoding;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;
import org.murmurstream.stream.testing.StubEar;

class GuardTest {

  private static final byte[] KEY = "p1".getBytes(StandardCharsets.UTF_8);

  @TempDir Path state;
  private Pipeline pipeline;

  @BeforeEach
  void start() {
    pipeline = new Pipeline(state, StubEar::new);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  static Stream<Arguments> spoilings() {
    return Stream.of(
        spoiling("an id of ../", Rejection.BAD_ID, c -> c.setExamId("../../etc/passwd")),
        spoiling("an id with a line break", Rejection.BAD_ID, c -> c.setDeviceId("d\r\nx: y")),
        spoiling("an empty id", Rejection.BAD_ID, c -> c.setExamId("")),
        spoiling("a long id", Rejection.BAD_ID, c -> c.setExamId("e".repeat(129))),
        spoiling("the separator of our keys", Rejection.BAD_ID, c -> c.setExamId("e|e")),
        spoiling("another patient than its key", Rejection.KEY_MISMATCH, c -> c.setPatientId("p2")),
        spoiling("no site", Rejection.UNKNOWN_VALUE, c -> c.setSite(Site.UNSPECIFIED)),
        spoiling("no encoding", Rejection.UNKNOWN_VALUE, c -> c.setEncoding(Encoding.UNSPECIFIED)),
        spoiling(
            "an unknown intended site",
            Rejection.UNKNOWN_VALUE,
            c -> c.setIntendedSites(List.of(Site.UNSPECIFIED))),
        spoiling("recording 32", Rejection.OUT_OF_RANGE, c -> c.setRecording(32)),
        spoiling("recording -1", Rejection.OUT_OF_RANGE, c -> c.setRecording(-1)),
        spoiling("sequence 65536", Rejection.OUT_OF_RANGE, c -> c.setSequence(65_536)),
        spoiling("sequence -1", Rejection.OUT_OF_RANGE, c -> c.setSequence(-1)),
        spoiling("a sample rate of 0", Rejection.OUT_OF_RANGE, c -> c.setSampleRateHz(0)),
        spoiling("a sample rate of 96 kHz", Rejection.OUT_OF_RANGE, c -> c.setSampleRateHz(96_000)),
        spoiling("a negative checksum", Rejection.OUT_OF_RANGE, c -> c.setCrc32c(-1)),
        spoiling("no samples", Rejection.BAD_SAMPLES, c -> c.setSamples(ByteBuffer.allocate(0))),
        spoiling("half a sample", Rejection.BAD_SAMPLES, c -> c.setSamples(ByteBuffer.allocate(3))),
        spoiling(
            "too many samples",
            Rejection.CHUNK_TOO_LARGE,
            c -> c.setSamples(ByteBuffer.allocate(GatherPolicy.DEFAULT.maxChunkBytes() + 2))),
        spoiling("another checksum", Rejection.BAD_CRC, c -> c.setCrc32c(c.getCrc32c() ^ 1)));
  }

  private static Arguments spoiling(
      String name, Rejection reason, UnaryOperator<RecordingChunk.Builder> spoil) {
    return Arguments.of(Named.of(name, spoil), reason);
  }

  @ParameterizedTest
  @MethodSource("spoilings")
  void shouldRefuseAChunkWith(UnaryOperator<RecordingChunk.Builder> spoil, Rejection reason) {
    // Given
    RecordingChunk.Builder sound = exam("p1", "e1").chunk(AV, 0, 0, true, (short) 1, (short) 2);
    byte[] value = pipeline.encode(spoil.apply(sound).build());

    // When
    pipeline.sendRaw(KEY, value);

    // Then
    assertThat(pipeline.deadLetters())
        .singleElement()
        .returns(reason.name(), letter -> header(letter, LetterHeaders.REASON))
        .returns(value, TestRecord::value);
    assertThat(pipeline.stored()).containsEntry("exams", 0).containsEntry("chunks", 0);
  }

  @Test
  void shouldSendOnTheVeryBytesWithHeadersThatSayWhyAndFromWhere() {
    // Given
    RecordingChunk chunk = exam("p1", "e1").chunk(AV, 0, 0, true, (short) 1).setCrc32c(7).build();
    byte[] value = pipeline.encode(chunk);
    RecordHeaders headers = new RecordHeaders();
    headers.add("traceparent", new byte[] {1, 2, 3});

    // When
    pipeline.send(new TestRecord<>(KEY, value, headers, Instant.now()));

    // Then
    assertThat(pipeline.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.key()).isEqualTo(KEY);
              assertThat(letter.value()).isEqualTo(value);
              assertThat(letter.headers().lastHeader("traceparent").value())
                  .containsExactly(1, 2, 3);
              assertThat(letter.headers())
                  .extracting(Header::key)
                  .containsExactly(
                      "traceparent",
                      LetterHeaders.REASON,
                      LetterHeaders.TOPIC,
                      LetterHeaders.PARTITION,
                      LetterHeaders.OFFSET,
                      LetterHeaders.SCHEMA_ID,
                      LetterHeaders.APP_VERSION);
              assertThat(header(letter, LetterHeaders.REASON)).isEqualTo("BAD_CRC");
              assertThat(header(letter, LetterHeaders.TOPIC)).isEqualTo("recordings");
              assertThat(header(letter, LetterHeaders.PARTITION)).isEqualTo("0");
              assertThat(header(letter, LetterHeaders.OFFSET)).isEqualTo("0");
              assertThat(header(letter, LetterHeaders.SCHEMA_ID)).isEqualTo("1");
              assertThat(header(letter, LetterHeaders.APP_VERSION)).isEqualTo("test");
            });
  }

  static Stream<Arguments> garbage() {
    return Stream.of(
        Arguments.of("no value", null, Rejection.NOT_FRAMED),
        Arguments.of("an empty value", new byte[0], Rejection.NOT_FRAMED),
        Arguments.of("another magic", new byte[] {1, 0, 0, 0, 1, 5, 5}, Rejection.NOT_FRAMED),
        Arguments.of("a frame alone", new byte[] {0, 0, 0, 0, 1}, Rejection.NOT_FRAMED),
        Arguments.of("no room", new byte[(1 << 20)], Rejection.RECORD_TOO_LARGE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("garbage")
  void shouldRefuse(String name, byte[] value, Rejection reason) {
    // When
    pipeline.sendRaw(KEY, value);

    // Then
    assertThat(pipeline.deadLetters())
        .singleElement()
        .returns(reason.name(), letter -> header(letter, LetterHeaders.REASON));
  }

  @Test
  void shouldRefuseARecordWithoutKey() {
    // When
    pipeline.sendRaw(null, pipeline.encode(exam("p1", "e1").with(AV).chunks().get(0)));

    // Then
    assertThat(pipeline.deadLetters())
        .singleElement()
        .returns("KEY_MISMATCH", letter -> header(letter, LetterHeaders.REASON));
  }

  @Test
  void shouldRefuseHugeLengthsWithoutBelievingThem() {
    // Given
    byte[] sound = pipeline.encode(exam("p1", "e1").with(AV).chunks().get(0));
    byte[] huge = Arrays.copyOf(sound, 5 + 5);
    // A string of 2^31 - 1 bytes, as Avro writes lengths.
    byte[] length = {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};
    System.arraycopy(length, 0, huge, 5, length.length);

    // When
    pipeline.sendRaw(KEY, huge);

    // Then
    assertThat(pipeline.deadLetters())
        .singleElement()
        .returns("UNDECODABLE", letter -> header(letter, LetterHeaders.REASON));
  }

  @Test
  void shouldRefuseAnotherRecordType() {
    // Given
    Schema schema = SchemaBuilder.record("Stranger").fields().requiredString("name").endRecord();
    GenericData.Record stranger = new GenericData.Record(schema);
    stranger.put("name", "x");

    // When
    pipeline.sendRaw(KEY, pipeline.encodeAny(stranger));

    // Then
    assertThat(pipeline.deadLetters())
        .singleElement()
        .returns("UNDECODABLE", letter -> header(letter, LetterHeaders.REASON));
  }

  @Test
  void shouldGoOnAfterEveryKindOfDamage() {
    // Given
    Random random = new Random(11);
    byte[] sound = pipeline.encode(exam("p1", "e0").with(AV).chunks().get(0));
    int damaged = 2_000;

    // When
    for (int i = 0; i < damaged; i++) {
      byte[] value = sound.clone();
      switch (i % 4) {
        case 0 -> {
          random.nextBytes(value);
          System.arraycopy(sound, 0, value, 0, 5);
        }
        case 1 -> value = Arrays.copyOf(value, 5 + random.nextInt(value.length - 5));
        case 2 -> value[5 + random.nextInt(12)] ^= (byte) (1 << random.nextInt(8));
        default -> {
          for (int j = 5; j < 5 + random.nextInt(40); j++) {
            value[j] = (byte) random.nextInt();
          }
          value[value.length - 3] ^= 1;
        }
      }
      pipeline.sendRaw(KEY, value);
    }
    pipeline.send(exam("p9", "e9", AV).with(AV));

    // Then
    assertThat(pipeline.answers()).extracting(MurmurPrediction::getPatientId).contains("p9");
    assertThat(pipeline.deadLetters().size()).isBetween(damaged * 9 / 10, damaged);
  }

  private static String header(TestRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
