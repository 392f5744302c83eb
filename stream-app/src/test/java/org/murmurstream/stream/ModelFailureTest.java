package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.schemas.ModelIdentity;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.stream.inference.InferencePolicy;
import org.murmurstream.stream.testing.StubEar;

class ModelFailureTest {

  /** Batches of eight, four of them waiting. */
  private static final InferencePolicy FEW =
      new InferencePolicy(
          8,
          32,
          64 * 1024 * 1024,
          60,
          3,
          Duration.ofMillis(25),
          2,
          Duration.ofMinutes(2),
          Duration.ofSeconds(10));

  private static final Duration DEADLINE = GatherPolicy.DEFAULT.progressTimeout().plusSeconds(2);

  @TempDir Path state;

  @Test
  void shouldFailARecordingAloneWhateverItsBatch() {
    // Given
    CountDownLatch gathered = new CountDownLatch(1);
    StubEar ear = new StubEar("stub", batch -> Awaiting.done(gathered));
    try (Pipeline pipeline = new Pipeline(state, () -> ear)) {
      for (int i = 0; i < 7; i++) {
        pipeline.send(exam("p" + i, "e" + i, AV).with(AV));
      }
      pipeline.send(
          exam("bad", "bad", AV, MV).with(MV).withSamples(AV, 0, StubEar.POISON, (short) 1));
      pipeline.tick();
      gathered.countDown();

      // When
      List<MurmurPrediction> answers = pipeline.answers();

      // Then
      assertThat(answers).hasSize(8);
      assertThat(answers)
          .filteredOn(answer -> !answer.getExamId().equals("bad"))
          .allMatch(answer -> answer.getStatus() == PredictionStatus.COMPLETE);
      assertThat(answers)
          .filteredOn(answer -> answer.getExamId().equals("bad"))
          .singleElement()
          .satisfies(
              answer -> {
                assertThat(answer.getStatus()).isEqualTo(PredictionStatus.PARTIAL);
                assertThat(answer.getReasons())
                    .contains(new Reason(ReasonCode.MODEL_FAILURE, AV, List.of()));
              });
      assertThat(pipeline.stored()).containsEntry("pending-recordings", 0);
    }
  }

  @Test
  void shouldAnswerWithoutVerdictWhenTheEarFailsOnEverything() {
    // Given
    try (Pipeline pipeline = new Pipeline(state, StubEar::new)) {
      // When
      pipeline.send(exam("p1", "e1", AV).withSamples(AV, 0, StubEar.POISON));

      // Then
      assertThat(pipeline.answer())
          .returns(PredictionStatus.INSUFFICIENT, MurmurPrediction::getStatus)
          .returns(
              List.of(new Reason(ReasonCode.MODEL_FAILURE, AV, List.of())),
              MurmurPrediction::getReasons);
    }
  }

  @Test
  void shouldTryAgainWhenTheEarFailsOnce() {
    // Given
    AtomicBoolean first = new AtomicBoolean(true);
    StubEar ear =
        new StubEar(
            "stub",
            batch -> {
              if (first.getAndSet(false)) {
                throw new EarException("a hiccup");
              }
            });
    try (Pipeline pipeline = new Pipeline(state, () -> ear)) {
      // When
      pipeline.send(exam("p1", "e1", AV).with(AV));

      // Then
      assertThat(pipeline.answer().getStatus()).isEqualTo(PredictionStatus.COMPLETE);
    }
  }

  @Test
  void shouldUseTheEarFromOneThreadAlone() {
    // Given
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AtomicReference<Thread> maker = new AtomicReference<>();
    Supplier<Ear> supplier =
        () -> {
          maker.set(Thread.currentThread());
          return new StubEar("stub", batch -> threads.add(Thread.currentThread()));
        };
    try (Pipeline pipeline = new Pipeline(state, supplier)) {
      // When
      for (int i = 0; i < 20; i++) {
        pipeline.send(exam("p" + i, "e" + i, AV).with(AV));
        pipeline.answer();
      }
    }

    // Then
    assertThat(threads).containsExactly(maker.get()).doesNotContain(Thread.currentThread());
  }

  @Test
  void shouldHearRecordingsOfDifferentExamsTogether() {
    // Given
    CountDownLatch gathered = new CountDownLatch(1);
    StubEar ear = new StubEar("stub", batch -> Awaiting.done(gathered));
    int exams = 1 + 2 * FEW.maxBatch();
    try (Pipeline pipeline = new Pipeline(state, FEW, List.of(() -> ear))) {
      pipeline.send(exam("p0", "e0", AV).with(AV));
      pipeline.tick();
      Awaitility.await().until(pipeline::isListening);
      for (int i = 1; i < exams; i++) {
        pipeline.send(exam("p" + i, "e" + i, AV).with(AV));
      }
      pipeline.tick();

      // When
      gathered.countDown();

      // Then
      assertThat(pipeline.answers()).hasSize(exams);
      int full = FEW.maxBatch();
      assertThat(ear.batchSizes()).containsExactly(1, full, full);
    }
  }

  @Test
  void shouldKeepTheRestOnDiskWhenTheQueueIsFull() {
    // Given
    CountDownLatch released = new CountDownLatch(1);
    StubEar ear = new StubEar("stub", batch -> Awaiting.done(released));
    int exams = 5 * FEW.queueCapacity();
    try (Pipeline pipeline = new Pipeline(state, FEW, List.of(() -> ear))) {
      for (int i = 0; i < exams; i++) {
        pipeline.send(exam("p" + i, "e" + i, AV).with(AV));
        pipeline.tick();
      }

      // When
      assertThat(pipeline.stored()).containsEntry("pending-recordings", exams);
      released.countDown();

      // Then
      List<MurmurPrediction> answers = new ArrayList<>();
      Awaitility.await()
          .untilAsserted(
              () -> {
                answers.addAll(pipeline.answers());
                assertThat(answers).hasSize(exams);
              });
      assertThat(pipeline.stored()).containsEntry("pending-recordings", 0);
    }
  }

  @Test
  void shouldStopTheApplicationWhenTheEarDies() {
    // Given
    StubEar ear =
        new StubEar(
            "stub",
            batch -> {
              throw new InternalError("pretended");
            });
    try (Pipeline pipeline = new Pipeline(state, () -> ear)) {
      pipeline.send(exam("p1", "e1", AV).with(AV));

      // Then
      assertThatThrownBy(pipeline::answers)
          .hasStackTraceContaining("the inference thread has died")
          .hasRootCauseInstanceOf(InternalError.class);
    }
  }

  @Test
  void shouldDecideAnExamWithTheModelItBeganWith() {
    // Given
    StubEar old = new StubEar("old", batch -> {});
    StubEar young = new StubEar("young", batch -> {});
    Pipeline before = new Pipeline(state, () -> old);
    before.send(exam("p1", "e1", AV, MV).with(AV));

    // When
    try (Pipeline after = before.restarted(List.of(() -> young, () -> old))) {
      after.send(exam("p1", "e1", AV, MV).with(MV));
      after.send(exam("p2", "e2", AV).with(AV));

      // Then
      assertThat(after.answers())
          .extracting(MurmurPrediction::getExamId, answer -> name(answer.getModel()))
          .containsExactlyInAnyOrder(tuple("e1", "old"), tuple("e2", "young"));
    }
  }

  @Test
  void shouldNeverMixModelsWhenTheOneAnExamBeganWithIsGone() {
    // Given
    Pipeline before = new Pipeline(state, () -> new StubEar("old", batch -> {}));
    before.send(exam("p1", "e1", AV, MV).with(AV));

    // When
    try (Pipeline after = before.restarted(List.of(() -> new StubEar("young", batch -> {})))) {
      after.send(exam("p1", "e1", AV, MV).with(MV));

      // Then
      assertThat(after.answer())
          .returns(PredictionStatus.INSUFFICIENT, MurmurPrediction::getStatus)
          .returns("old", answer -> name(answer.getModel()));
    }
  }

  @Test
  void shouldNotTakeBackAnAnswerWhenTheModelIsGone() {
    // Given
    Pipeline before = new Pipeline(state, () -> new StubEar("old", batch -> {}));
    before.send(exam("p1", "e1", AV).with(AV));
    before.answer();

    // When
    try (Pipeline after = before.restarted(List.of(() -> new StubEar("young", batch -> {})))) {
      after.send(exam("p1", "e1", AV).with(MV));
      after.pass(DEADLINE);

      // Then
      assertThat(after.answers()).isEmpty();
    }
  }

  private static String name(ModelIdentity model) {
    return model.getName();
  }
}
