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
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
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

  private TestRecord<byte[], byte[]> letterOf(byte[] key, byte[] value, Headers headers) {
    pipeline.send(new TestRecord<>(key, value, headers, Instant.now()));
    TestRecord<byte[], byte[]> letter = pipeline.deadLetters().get(0);
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

  private static boolean isOurs(String name) {
    return name.startsWith(LetterHeaders.PREFIX);
  }

  private static Optional<String> header(TestRecord<byte[], byte[]> letter, String name) {
    return LetterHeaders.text(letter.headers(), name);
  }
}
