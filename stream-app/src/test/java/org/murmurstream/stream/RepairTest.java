package org.murmurstream.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.stream.testing.Exams;
import org.murmurstream.stream.testing.StubEar;

/** Stores that do not agree, as a fault of an earlier build or of a disk would leave them. */
class RepairTest {

  private static final GatherPolicy POLICY = GatherPolicy.DEFAULT;
  private static final Duration BEYOND = POLICY.progressTimeout().plusSeconds(5);

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
  void shouldAnswerAnExamWhoseDeadlineWasLost() {
    // Given
    pipeline.send(half("e1"));

    // When
    tamper(stored -> stored.get("deadlines").clear());
    pipeline.pass(BEYOND);

    // Then
    assertThat(pipeline.answer().getStatus()).isEqualTo(PredictionStatus.PARTIAL);
    assertThat(repairs(Repairs.Kind.MISSING_DEADLINE)).isEqualTo(1);
  }

  @Test
  void shouldDropDeadlinesWhoseExamIsGone() {
    // Given
    pipeline.send(half("e1"));

    // When
    tamper(
        stored -> {
          stored.get("exams").clear();
          stored.get("waiting").clear();
        });
    pipeline.pass(BEYOND);

    // Then
    assertThat(pipeline.answers()).isEmpty();
    assertThat(pipeline.stored()).containsEntry("deadlines", 0);
    assertThat(repairs(Repairs.Kind.STALE_DEADLINE)).isEqualTo(1);
  }

  @Test
  void shouldPassRealDeadlinesInTimeBehindAnyNumberOfStaleOnes() {
    // Given
    pipeline.send(half("e1"));
    tamper(
        stored -> {
          for (int i = 0; i < 5_000; i++) {
            stored
                .get("deadlines")
                .add(entry(Instant.EPOCH.toEpochMilli() + i, "p|gone" + i + "|"));
          }
        });

    // When
    pipeline.pass(BEYOND);

    // Then
    assertThat(pipeline.answer().getExamId()).isEqualTo("e1");
    assertThat(repairs(Repairs.Kind.STALE_DEADLINE)).isEqualTo(5_000);
  }

  @Test
  void shouldAdmitADevicesExamsAgainWhenItsCountWasWrong() {
    // Given
    pipeline.send(half("e1"));
    byte[] many = ByteBuffer.allocate(Integer.BYTES).putInt(1_000_000).array();

    // When
    tamper(stored -> stored.get("waiting").replaceAll(entry -> KeyValue.pair(entry.key, many)));
    pipeline.pass(Duration.ofSeconds(1));
    pipeline.send(half("e2"));

    // Then
    assertThat(pipeline.deadLetters()).isEmpty();
    assertThat(pipeline.meters().get("murmur.exams.open").gauge().value()).isEqualTo(1);
    assertThat(repairs(Repairs.Kind.WRONG_COUNT)).isEqualTo(2);
  }

  @Test
  void shouldDropWorkOnAnExamThatIsGone() {
    // Given
    pipeline.send(whole("e1"));

    // When
    pipeline.clear("exams");
    pipeline.pass(Duration.ofSeconds(1));

    // Then
    assertThat(pipeline.answers()).isEmpty();
    assertThat(pipeline.stored()).containsEntry("pending-recordings", 0).containsEntry("chunks", 0);
    assertThat(repairs(Repairs.Kind.ORPHANED_WORK)).isEqualTo(1);
  }

  @Test
  void shouldHearARecordingThatNobodyWasAboutTo() {
    // Given
    pipeline.send(whole("e1"));

    // When
    pipeline = pipeline.tampered(stored -> stored.get("pending-recordings").clear());
    pipeline.pass(Duration.ofSeconds(1));

    // Then
    assertThat(pipeline.answer().getStatus()).isEqualTo(PredictionStatus.COMPLETE);
    assertThat(repairs(Repairs.Kind.FORGOTTEN_WORK)).isEqualTo(1);
  }

  @Test
  void shouldAnswerWithoutARecordingWhoseAudioIsDamaged() {
    // Given
    pipeline.send(exam("p1", "e1", AV, MV).with(AV));

    // When
    pipeline.clear("chunks");
    pipeline.send(exam("p1", "e1", AV, MV).with(MV));

    // Then
    assertThat(pipeline.answer().getStatus()).isEqualTo(PredictionStatus.PARTIAL);
    assertThat(repairs(Repairs.Kind.MISSING_AUDIO)).isEqualTo(1);
  }

  @Test
  void shouldAnswerWithoutARecordingWhoseEvidenceIsGone() {
    // Given
    pipeline.send(exam("p1", "e1", AV, MV).with(AV));
    pipeline.rest();

    // When
    tamper(stored -> stored.get("hearings").clear());
    pipeline.send(exam("p1", "e1", AV, MV).with(MV));

    // Then
    MurmurPrediction answer = pipeline.answer();
    assertThat(answer.getStatus()).isEqualTo(PredictionStatus.PARTIAL);
    assertThat(repairs(Repairs.Kind.MISSING_EVIDENCE)).isEqualTo(1);
  }

  @Test
  void shouldRepairNothingWhenNothingIsWrong() {
    // Given
    pipeline.send(whole("e1"));
    pipeline.send(half("e2"));

    // When
    tamper(stored -> {});
    pipeline.pass(BEYOND);

    // Then
    for (Repairs.Kind kind : Repairs.Kind.values()) {
      assertThat(repairs(kind)).as(kind.name()).isZero();
    }
  }

  @Test
  void shouldStallNobodyWhileItLooksAtManyClosedExams() {
    // Given
    pipeline.send(whole("e1"));
    pipeline.answer();
    pipeline.pass(Duration.ofSeconds(1));
    tamper(
        stored -> {
          byte[] exam = stored.get("exams").get(0).value;
          for (int i = 0; i < 100_000; i++) {
            stored
                .get("exams")
                .add(KeyValue.pair(Bytes.wrap(("p|old" + i + "|").getBytes(US_ASCII)), exam));
          }
        });

    // When
    long longest = 0;
    for (int tick = 0; tick < 110; tick++) {
      long begun = System.nanoTime();
      pipeline.advance(Duration.ofSeconds(1));
      longest = Math.max(longest, System.nanoTime() - begun);
    }

    // Then
    assertThat(repairs(Repairs.Kind.MISSING_DEADLINE)).isEqualTo(100_000);
    assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(5));
  }

  private void tamper(Consumer<Map<String, List<KeyValue<Bytes, byte[]>>>> with) {
    pipeline.rest();
    pipeline = pipeline.tampered(with);
  }

  private double repairs(Repairs.Kind kind) {
    return pipeline
        .meters()
        .get("murmur.index.repairs")
        .tag("what", kind.name().toLowerCase(Locale.ROOT))
        .counter()
        .count();
  }

  private static KeyValue<Bytes, byte[]> entry(long time, String exam) {
    byte[] name = exam.getBytes(US_ASCII);
    return KeyValue.pair(
        Bytes.wrap(ByteBuffer.allocate(Long.BYTES + name.length).putLong(time).put(name).array()),
        new byte[0]);
  }

  private static Exams whole(String id) {
    return exam("p1", id, AV).with(AV);
  }

  private static Exams half(String id) {
    return exam("p1", id, AV, MV).with(AV);
  }
}
