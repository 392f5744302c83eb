package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.kafka.wire.RecordSizes;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.stream.testing.StubEar;

/** A dead letter always passes, however large the record is. */
class DeadLetterTest {

  private static final byte[] KEY = "p1".getBytes(StandardCharsets.UTF_8);
  private static final int FIVE_MIB = 5 * 1024 * 1024;

  @TempDir private Path state;
  private Pipeline pipeline;

  @BeforeEach
  void start() {
    pipeline = new Pipeline(state, StubEar::new);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void shouldKeepHeadLengthAndDigestOfAGiant() throws Exception {
    // Given
    byte[] giant = new byte[FIVE_MIB];
    Arrays.fill(giant, 5, giant.length, (byte) 7);

    // When
    TestRecord<byte[], byte[]> letter = letterOf(KEY, giant, new RecordHeaders());

    // Then
    assertThat(letter.value()).isEqualTo(Arrays.copyOf(giant, RecordSizes.LETTER_HEAD));
    assertThat(header(letter, LetterHeaders.REASON)).contains("RECORD_TOO_LARGE");
    assertThat(header(letter, LetterHeaders.LENGTH)).contains(Integer.toString(FIVE_MIB));
    assertThat(header(letter, LetterHeaders.SHA256))
        .contains(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(giant)));
    assertThat(header(letter, LetterHeaders.OFFSET)).contains("0");
  }

  @Test
  void shouldCutAGiantKey() {
    // When
    TestRecord<byte[], byte[]> letter =
        letterOf(new byte[FIVE_MIB], new byte[] {9, 9}, new RecordHeaders());

    // Then
    assertThat(letter.key()).hasSize(RecordSizes.LETTER_KEY);
    assertThat(letter.value()).containsExactly(9, 9);
    assertThat(header(letter, LetterHeaders.LENGTH)).contains("2");
  }

  @Test
  void shouldDropGiantHeaders() {
    // Given
    Headers giant = new RecordHeaders().add("giant", new byte[FIVE_MIB]);

    // When
    TestRecord<byte[], byte[]> letter = letterOf(KEY, new byte[] {9, 9}, giant);

    // Then
    assertThat(letter.headers()).extracting(Header::key).allMatch(DeadLetterTest::isOurs);
    assertThat(header(letter, LetterHeaders.LENGTH)).contains("2");
  }

  @Test
  void shouldDropHeadersThatAreTooMany() {
    // Given
    Headers many = new RecordHeaders();
    for (int i = 0; i < 100_000; i++) {
      many.add("", null);
    }

    // When
    TestRecord<byte[], byte[]> letter = letterOf(KEY, null, many);

    // Then
    assertThat(letter.headers()).extracting(Header::key).allMatch(DeadLetterTest::isOurs);
    assertThat(letter.value()).isNull();
  }

  @Test
  void shouldNotRepeatHeadersThatLookLikeOurs() {
    // Given
    Headers pretended =
        new RecordHeaders()
            .add(LetterHeaders.LENGTH, LetterHeaders.bytes("1"))
            .add(LetterHeaders.REASON, LetterHeaders.bytes("BAD_CRC"))
            .add("other", new byte[] {1});

    // When
    TestRecord<byte[], byte[]> letter = letterOf(KEY, new byte[] {9, 9}, pretended);

    // Then
    assertThat(letter.headers().headers(LetterHeaders.REASON)).hasSize(1);
    assertThat(header(letter, LetterHeaders.LENGTH)).isEmpty();
    assertThat(header(letter, "other")).isPresent();
  }

  @Test
  void shouldKeepTheLargestChunkWhole() {
    // Given
    short[] samples = new short[GatherPolicy.DEFAULT.maxChunkBytes() / Short.BYTES];
    RecordingChunk chunk = exam("p1", "e1").chunk(AV, 0, 0, true, samples).setCrc32c(1).build();
    Headers many = new RecordHeaders().add("trace", new byte[RecordSizes.LETTER_HEADERS / 2]);
    byte[] value = pipeline.encode(chunk);

    // When
    TestRecord<byte[], byte[]> letter = letterOf(KEY, value, many);

    // Then
    assertThat(letter.value()).isEqualTo(value);
    assertThat(header(letter, "trace")).isPresent();
    assertThat(header(letter, LetterHeaders.LENGTH)).isEmpty();
  }

  @Test
  void shouldNotTakeAHeaderForAnAbridgementOfItsOwn() {
    // Given
    Headers pretended =
        new RecordHeaders()
            .add("abridged", new byte[16])
            .add(LetterHeaders.LENGTH, LetterHeaders.bytes("no number"));

    // When
    TestRecord<byte[], byte[]> letter = letterOf(KEY, new byte[] {9, 9}, pretended);

    // Then
    assertThat(header(letter, LetterHeaders.REASON)).contains("NOT_FRAMED");
    assertThat(header(letter, LetterHeaders.LENGTH)).isEmpty();
    assertThat(header(letter, "abridged")).isPresent();
  }

  @Test
  void shouldTakeInAChunkWhateverItsHeadersAre() {
    // Given
    RecordingChunk chunk = exam("p1", "e1").chunk(AV, 0, 0, true, new short[10_000]).build();
    Headers giant = new RecordHeaders().add("giant", new byte[FIVE_MIB]);

    // When
    pipeline.send(asRead(KEY, pipeline.encode(chunk), giant));

    // Then
    assertThat(pipeline.deadLetters()).isEmpty();
  }

  /** A giant is the same letter, whether a consumer abridged it before or not. */
  private TestRecord<byte[], byte[]> letterOf(byte[] key, byte[] value, Headers headers) {
    pipeline.send(new TestRecord<>(key, value, headers, Instant.now()));
    pipeline.sendRefused(asRead(key, value, headers));
    List<TestRecord<byte[], byte[]>> letters = pipeline.deadLetters();
    TestRecord<byte[], byte[]> letter = letters.get(0);
    TestRecord<byte[], byte[]> ofRead = letters.get(1);
    assertThat(ofRead.value()).isEqualTo(letter.value());
    assertThat(ofRead.key()).isEqualTo(letter.key());
    assertThat(ofRead.headers())
        .filteredOn(header -> !header.key().equals(LetterHeaders.OFFSET))
        .containsExactlyElementsOf(
            Stream.of(letter.headers().toArray())
                .filter(header -> !header.key().equals(LetterHeaders.OFFSET))
                .toList());
    long size =
        RecordSizes.of(letter.headers())
            + (letter.key() == null ? 0 : letter.key().length)
            + (letter.value() == null ? 0 : letter.value().length);
    assertThat(size)
        .isLessThan(RecordSizes.letter(GatherPolicy.DEFAULT.maxChunkBytes()))
        .isLessThan(
            ((Number) StreamsDefaults.settings().get("producer.max.request.size")).longValue());
    return letter;
  }

  /** A record as the consumers of the application hand it on: no larger than a letter. */
  private TestRecord<byte[], byte[]> asRead(byte[] key, byte[] value, Headers headers) {
    var at = new TopicPartition("recordings", 0);
    var read =
        new ConsumerRecord<>(
            at.topic(),
            at.partition(),
            0,
            0,
            TimestampType.LOG_APPEND_TIME,
            0,
            0,
            key,
            value,
            headers,
            Optional.empty());
    try (var interceptor = new AbridgingInterceptor()) {
      interceptor.configure(Map.of(AbridgingInterceptor.ABRIDGER, pipeline.abridger()));
      var next = Map.of(at, new OffsetAndMetadata(1));
      ConsumerRecords<byte[], byte[]> kept =
          interceptor.onConsume(new ConsumerRecords<>(Map.of(at, List.of(read)), next));
      ConsumerRecord<byte[], byte[]> record = kept.iterator().next();
      assertThat(kept.nextOffsets()).isEqualTo(next);
      assertThat(
              RecordSizes.of(record.headers())
                  + Math.max(0, record.serializedKeySize())
                  + Math.max(0, record.serializedValueSize()))
          .isLessThan(RecordSizes.letter(GatherPolicy.DEFAULT.maxChunkBytes()));
      return new TestRecord<>(record.key(), record.value(), record.headers(), Instant.now());
    }
  }

  private static boolean isOurs(String name) {
    return name.startsWith(LetterHeaders.PREFIX);
  }

  private static Optional<String> header(TestRecord<byte[], byte[]> letter, String name) {
    return LetterHeaders.text(letter.headers(), name);
  }
}
