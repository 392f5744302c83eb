package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.stream.inference.EarHangException;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.inference.InferencePolicy;
import org.murmurstream.stream.inference.StandInEar;
import org.murmurstream.stream.testing.Exams;
import org.murmurstream.stream.testing.StubEar;

/**
 * A model that fails, gives nonsense, hangs or loses its device: an exam at fault fails alone, and
 * no exam is answered for by a model that is sick.
 */
class SickModelTest {

  private static final short BAD = 0x6B6B;

  @TempDir Path state;

  /** What an ear may do with a recording that is bad for it. */
  enum Nonsense {
    NOT_A_NUMBER,
    INFINITE,
    ANOTHER_WIDTH,
    ANOTHER_SITE,
    NOTHING,
    TOO_MANY,
    NO_MEMORY,
    NO_STACK,
    NO_MEMORY_ON_DEVICE
  }

  @ParameterizedTest
  @EnumSource
  void shouldFailARecordingAloneThatMakesTheModelTalkNonsense(Nonsense nonsense) {
    // Given
    CountDownLatch gathered = new CountDownLatch(1);
    var ear = new Talker(nonsense, new StubEar("stub", batch -> Awaiting.done(gathered)));
    try (Pipeline pipeline = new Pipeline(state, () -> ear)) {
      for (int i = 0; i < 7; i++) {
        pipeline.send(exam("p" + i, "e" + i, AV).with(AV));
      }
      pipeline.send(bad("bad"));
      pipeline.tick();
      gathered.countDown();

      // When
      List<MurmurPrediction> answers = pipeline.answers();

      // Then
      assertThat(answers).hasSize(8);
      assertThat(answers)
          .filteredOn(answer -> answer.getExamId().equals("bad"))
          .singleElement()
          .returns(PredictionStatus.INSUFFICIENT, MurmurPrediction::getStatus)
          .returns(
              List.of(new Reason(ReasonCode.MODEL_FAILURE, AV, List.of())),
              MurmurPrediction::getReasons);
      assertThat(answers)
          .filteredOn(answer -> answer.getStatus() == PredictionStatus.COMPLETE)
          .hasSize(7);
      assertThat(pipeline.inference().trouble()).isEmpty();
    }
  }

  @Test
  void shouldLetExamsWaitWhileTheModelFailsOnEverything() {
    // Given
    AtomicBoolean sick = new AtomicBoolean(true);
    try (Pipeline pipeline = pipeline(() -> new StubEar("stub", failingWhile(sick)))) {
      for (int i = 0; i < 20; i++) {
        pipeline.send(exam("p" + i, "e" + i, AV).by("d" + i % 3).with(AV));
      }

      // When
      List<MurmurPrediction> meanwhile = pipeline.answers();

      // Then
      assertThat(meanwhile).isEmpty();
      assertThat(pipeline.inference().trouble()).contains(Inference.Trouble.SICK);
      assertThat(pipeline.inference().complaints())
          .singleElement()
          .asString()
          .contains("exams wait");
      assertThat(pipeline.stored()).containsEntry("pending-recordings", 20);

      // When
      sick.set(false);
      await().until(() -> pipeline.inference().trouble().isEmpty());

      // Then
      assertThat(allAnswers(pipeline, 20))
          .extracting(MurmurPrediction::getStatus)
          .containsOnly(PredictionStatus.COMPLETE);
      assertThat(pipeline.inference().pauses()).isEqualTo(1);
    }
  }

  @Test
  void shouldNotBePausedByADeviceWhoseRecordingsAllMakeItFail() {
    // Given
    try (Pipeline pipeline = pipeline(StubEar::new)) {
      for (int i = 0; i < 20; i++) {
        pipeline.send(exam("p" + i, "e" + i, AV).by("bad").withSamples(AV, 0, StubEar.POISON));
      }
      pipeline.send(exam("p", "well", AV).by("well").with(AV));

      // When
      List<MurmurPrediction> answers = allAnswers(pipeline, 21);

      // Then
      assertThat(answers)
          .filteredOn(answer -> answer.getStatus() == PredictionStatus.COMPLETE)
          .extracting(MurmurPrediction::getExamId)
          .containsExactly("well");
      assertThat(pipeline.inference().pauses()).isZero();
    }
  }

  @Test
  void shouldHaveAnotherEarStandInWhenADeviceIsLost() {
    // Given
    AtomicBoolean lost = new AtomicBoolean();
    Supplier<Ear> ear = () -> new StandInEar(new StubEar("stub", failingWhile(lost)), StubEar::new);
    List<MurmurPrediction> expected;
    try (Pipeline unharmed = pipeline(StubEar::new)) {
      sendTen(unharmed);
      expected = allAnswers(unharmed, 10);
    }
    try (Pipeline pipeline = new Pipeline(state.resolve("lost"), ear)) {
      lost.set(true);

      // When
      sendTen(pipeline);
      List<MurmurPrediction> answers = allAnswers(pipeline, 10);

      // Then
      assertThat(answers)
          .extracting(MurmurPrediction::getExamId, MurmurPrediction::getProbabilities)
          .containsExactlyInAnyOrderElementsOf(
              expected.stream()
                  .map(answer -> tuple(answer.getExamId(), answer.getProbabilities()))
                  .toList());
      assertThat(pipeline.inference().standIns()).isEqualTo(1);
      assertThat(pipeline.inference().trouble()).isEmpty();
      assertThat(pipeline.inference().complaints())
          .singleElement()
          .asString()
          .contains("the CPU stands in");
    }
  }

  @Test
  void shouldPauseWhenWhatStandsInFailsToo() {
    // Given
    AtomicBoolean lost = new AtomicBoolean(true);
    Supplier<Ear> ear =
        () ->
            new StandInEar(
                new StubEar("stub", failingWhile(lost)),
                () -> new StubEar("stub", failingWhile(lost)));
    try (Pipeline pipeline = pipeline(ear)) {
      // When
      sendTen(pipeline);

      // Then
      assertThat(pipeline.answers()).isEmpty();
      assertThat(pipeline.inference().trouble()).contains(Inference.Trouble.SICK);
      assertThat(pipeline.inference().standIns()).isZero();

      // When
      lost.set(false);
      await().until(() -> pipeline.inference().trouble().isEmpty());

      // Then
      assertThat(allAnswers(pipeline, 10))
          .extracting(MurmurPrediction::getStatus)
          .containsOnly(PredictionStatus.COMPLETE);
    }
  }

  @Test
  void shouldHandOverNothingToAModelThatHangsAndGoOnWhenItComesBack() {
    // Given
    CountDownLatch back = new CountDownLatch(1);
    try (Pipeline pipeline =
        pipeline(Duration.ofSeconds(1), () -> new StubEar("stub", batch -> Awaiting.done(back)))) {
      pipeline.send(exam("p1", "e1", AV).with(AV));
      pipeline.tick();

      // When
      await().until(() -> pipeline.inference().trouble().isPresent());

      // Then
      assertThat(pipeline.inference().trouble()).contains(Inference.Trouble.HANGING);
      assertThat(pipeline.inference().isAlive()).isTrue();
      assertThat(pipeline.inference().hasRoomToListen("another")).isFalse();

      // When
      back.countDown();
      await().until(() -> pipeline.inference().trouble().isEmpty());

      // Then
      assertThat(pipeline.answer().getStatus()).isEqualTo(PredictionStatus.COMPLETE);
    }
  }

  @Test
  void shouldEndTheApplicationWhenTheModelHangsForGoodAndAnswerAfterARestart() {
    // Given
    CountDownLatch never = new CountDownLatch(1);
    Pipeline before =
        pipeline(Duration.ofMillis(500), () -> new StubEar("stub", batch -> Awaiting.done(never)));
    before.send(exam("p1", "e1", AV).with(AV));
    before.tick();

    // When
    await().until(() -> !before.inference().isAlive());

    // Then
    assertThatThrownBy(before::tick).hasRootCauseInstanceOf(EarHangException.class);
    assertThat(before.stored()).containsEntry("pending-recordings", 1);
    before.close();
    never.countDown();
  }

  private Pipeline pipeline(Supplier<Ear> ear) {
    return pipeline(InferencePolicy.DEFAULT.hangTimeout(), ear);
  }

  private Pipeline pipeline(Duration hangTimeout, Supplier<Ear> ear) {
    InferencePolicy standard = InferencePolicy.DEFAULT;
    var impatient =
        new InferencePolicy(
            standard.maxBatch(),
            standard.queueCapacity(),
            standard.queueBytes(),
            standard.turnSeconds(),
            standard.maxAttempts(),
            standard.tick(),
            standard.maxModels(),
            hangTimeout,
            Duration.ofMillis(50));
    return new Pipeline(state, impatient, List.of(ear));
  }

  private static void sendTen(Pipeline pipeline) {
    for (int i = 0; i < 10; i++) {
      pipeline.send(exam("p" + i, "e" + i, AV).with(AV));
    }
  }

  private static List<MurmurPrediction> allAnswers(Pipeline pipeline, int count) {
    List<MurmurPrediction> answers = new ArrayList<>();
    await()
        .untilAsserted(
            () -> {
              answers.addAll(pipeline.answers());
              assertThat(answers).hasSize(count);
            });
    return answers;
  }

  private static Exams bad(String name) {
    return exam(name, name, AV).withSamples(AV, 0, BAD, (short) 1);
  }

  private static Consumer<List<SiteAudio>> failingWhile(AtomicBoolean sick) {
    return batch -> {
      if (sick.get()) {
        throw new EarException("the device is gone");
      }
    };
  }

  /** A stub that talks nonsense of bad recordings. */
  private static final class Talker implements Ear {

    private final Nonsense nonsense;
    private final StubEar stub;

    Talker(Nonsense nonsense, StubEar stub) {
      this.nonsense = nonsense;
      this.stub = stub;
    }

    @Override
    public ModelIdentity identity() {
      return stub.identity();
    }

    @Override
    public int batchSize() {
      return stub.batchSize();
    }

    @Override
    public List<Evidence> listen(List<SiteAudio> batch) {
      List<Evidence> heard = new ArrayList<>(stub.listen(batch));
      for (int i = 0; i < batch.size(); i++) {
        if (batch.get(i).pcm().samples()[0] == BAD) {
          talk(heard, i);
        }
      }
      return heard;
    }

    private void talk(List<Evidence> heard, int at) {
      Evidence sound = heard.get(at);
      switch (nonsense) {
        case NOT_A_NUMBER -> heard.set(at, with(sound, sound.site(), Float.NaN, 8));
        case INFINITE -> heard.set(at, with(sound, sound.site(), Float.POSITIVE_INFINITY, 8));
        case ANOTHER_WIDTH -> heard.set(at, with(sound, sound.site(), 1, 7));
        case ANOTHER_SITE -> heard.set(at, with(sound, AuscultationSite.PHC, 1, 8));
        case NOTHING -> heard.remove(at);
        case TOO_MANY -> heard.add(sound);
        case NO_MEMORY -> throw new OutOfMemoryError("pretended");
        case NO_STACK -> throw new StackOverflowError("pretended");
        case NO_MEMORY_ON_DEVICE -> throw new IllegalStateException("CUDA out of memory");
      }
    }

    private static Evidence with(Evidence sound, AuscultationSite site, float value, int width) {
      float[] embedding = new float[width];
      embedding[0] = value;
      return new Evidence(site, embedding, sound.quality(), true, sound.cautions());
    }

    @Override
    public Verdict decide(Collection<SiteEvidence> sites) {
      return stub.decide(sites);
    }

    @Override
    public void close() {
      stub.close();
    }
  }
}
