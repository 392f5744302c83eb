package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.schemas.Site.PV;
import static org.murmurstream.schemas.Site.TV;
import static org.murmurstream.stream.testing.Exams.exam;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.stream.testing.StubEar;

class ExamMetersTest {

  private static final Duration COUNTING = Duration.ofSeconds(1);

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

  @Test
  void shouldShowEverySeriesBeforeAnythingHappens() {
    assertThat(values("murmur.dead.letters", "reason")).hasSize(Rejection.values().length);
    assertThat(values("murmur.answer.latency", "status")).contains("complete", "insufficient");
    assertThat(open(pipeline)).isZero();
  }

  @Test
  void shouldCountTheExamsThatWaitForChunks() {
    // Given
    pipeline.send(exam("p1", "e1").with(AV));
    pipeline.send(exam("p1", "e2").with(AV));
    pipeline.send(exam("p2", "e3").with(AV, PV, TV, MV));

    // When
    pipeline.pass(COUNTING);

    // Then
    assertThat(open(pipeline)).isEqualTo(2);
  }

  @Test
  void shouldCountAnExamNoMoreOnceItsDeadlineHasPassed() {
    // Given
    pipeline.send(exam("p1", "e1").with(AV));

    // When
    pipeline.pass(GatherPolicy.DEFAULT.progressTimeout().plus(COUNTING).plus(COUNTING));

    // Then
    assertThat(open(pipeline)).isZero();
  }

  @Test
  void shouldTellTheAgeOfAnExamThatWaits() {
    // Given
    pipeline.send(exam("p1", "e1").with(AV));

    // When
    pipeline.pass(COUNTING.multipliedBy(10));

    // Then
    assertThat(gauge(pipeline, "murmur.exams.oldest"))
        .isGreaterThanOrEqualTo(COUNTING.multipliedBy(9).toMillis() / 1000.0);
    assertThat(gauge(pipeline, "murmur.deadlines.overdue")).isZero();
  }

  /** After a start deadlines are held back for a while. */
  @Test
  void shouldTellForHowLongADeadlineIsOverdue() {
    // Given
    pipeline.send(exam("p1", "e1").with(AV));
    Duration tick = Duration.ofSeconds(1);
    pipeline.pass(GatherPolicy.DEFAULT.progressTimeout().minus(tick));
    pipeline = pipeline.restarted(List.of(StubEar::new));

    // When
    pipeline.pass(Duration.ofSeconds(30));

    // Then
    assertThat(gauge(pipeline, "murmur.deadlines.overdue")).isBetween(20.0, 40.0);
  }

  @Test
  void shouldCountRestoredExams() {
    // Given
    pipeline.send(exam("p1", "e1").with(AV));

    // When
    pipeline = pipeline.restarted(List.of(StubEar::new));
    pipeline.pass(COUNTING);

    // Then
    assertThat(open(pipeline)).isEqualTo(1);
  }

  @Test
  void shouldForgetTheExamsOfATaskThatIsTakenAway() {
    // Given
    Pipeline other = new Pipeline(state.resolve("other"), StubEar::new);
    try (other) {
      other.send(exam("p1", "e1").with(AV));
      other.pass(COUNTING);
      assertThat(open(other)).isEqualTo(1);
    }

    // Then
    assertThat(open(other)).isZero();
  }

  @Test
  void shouldForgetWhatWaitsAtATaskThatIsTakenAway() {
    // Given
    MeterRegistry registry = new SimpleMeterRegistry();
    ExamMeters meters = new ExamMeters(registry);
    var waiting = new PendingWork.Waiting(2, 9, OptionalLong.of(0));
    meters.waiting(new TaskId(0, 0), "recordings", waiting);
    meters.waiting(new TaskId(0, 0), "decisions", waiting);
    meters.held(new TaskId(0, 0), 3);

    // When
    meters.left(new TaskId(0, 0));

    // Then
    assertThat(meters.devicesWaiting()).isZero();
    assertThat(meters.oldestWaits()).isZero();
    assertThat(registry.get("murmur.records.held").gauge().value()).isZero();
  }

  @Test
  void shouldAddUpTheTasksOfAllThreads() {
    // Given
    MeterRegistry registry = new SimpleMeterRegistry();
    ExamMeters meters = new ExamMeters(registry);

    // When
    meters.open(new TaskId(0, 0), 2);
    meters.open(new TaskId(0, 1), 3);
    meters.open(new TaskId(0, 1), 4);

    // Then
    assertThat(registry.get("murmur.exams.open").gauge().value()).isEqualTo(6);
  }

  @Test
  void shouldTimeEachAnswerFromTheLastChunk() {
    // Given
    MeterRegistry registry = new SimpleMeterRegistry();
    ExamMeters meters = new ExamMeters(registry);

    // When
    meters.answered(Prediction.Status.PARTIAL, Duration.ofMillis(1500));

    // Then
    Timer timer = registry.get("murmur.answer.latency").tag("status", "partial").timer();
    assertThat(timer.count()).isEqualTo(1);
    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1500);
  }

  @Test
  void shouldTimeAnExamByTheStatusOfItsAnswer() {
    // When
    pipeline.send(exam("p1", "e1").with(AV, PV, TV, MV));
    pipeline.answer();

    // Then
    assertThat(answers("complete")).isEqualTo(1);
    assertThat(answers("partial")).isZero();
  }

  @Test
  void shouldCountDeadLettersByReason() {
    // When
    pipeline.sendRaw(new byte[] {1}, new byte[] {1, 2, 3});

    // Then
    assertThat(
            pipeline
                .meters()
                .get("murmur.dead.letters")
                .tag("reason", "not_framed")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void shouldNameNoExamPatientOrDevice() {
    // When
    pipeline.send(exam("p1", "e1").with(AV, PV, TV, MV));
    pipeline.answer();

    // Then
    assertThat(pipeline.meters().getMeters())
        .flatExtracting(meter -> meter.getId().getTags())
        .extracting(Tag::getKey)
        .containsOnly("reason", "status", "le", "what", "by");
  }

  private long answers(String status) {
    return pipeline.meters().get("murmur.answer.latency").tag("status", status).timer().count();
  }

  private Set<String> values(String name, String tag) {
    return pipeline.meters().find(name).meters().stream()
        .map(Meter::getId)
        .map(id -> id.getTag(tag))
        .collect(Collectors.toSet());
  }

  private static double open(Pipeline pipeline) {
    return gauge(pipeline, "murmur.exams.open");
  }

  private static double gauge(Pipeline pipeline, String name) {
    return pipeline.meters().get(name).gauge().value();
  }
}
