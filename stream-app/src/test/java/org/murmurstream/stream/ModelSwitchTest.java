package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.groups.Tuple.tuple;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.schemas.Site.TV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.inference.InferencePolicy;
import org.murmurstream.stream.testing.StubEar;

/** Another model takes over while exams are in flight. */
class ModelSwitchTest {

  private static final Duration DEADLINE = GatherPolicy.DEFAULT.progressTimeout().plusSeconds(2);

  @TempDir Path state;

  private final StubEar old = new StubEar("old", batch -> {});
  private final StubEar young = new StubEar("young", batch -> {});
  private final StubEar youngest = new StubEar("youngest", batch -> {});

  @Test
  void shouldDecideExamsBegunBeforeByTheOldModelAndOthersByTheNew() {
    // Given
    Inference inference = inference();
    try (Pipeline pipeline = new Pipeline(state, inference)) {
      pipeline.send(exam("p1", "e1", AV, MV).with(AV));
      pipeline.rest();

      // When
      inference.use(inference.add(() -> young).join());
      pipeline.send(exam("p2", "e2", AV).with(AV));
      pipeline.send(exam("p1", "e1", AV, MV).with(MV));

      // Then
      assertThat(pipeline.answers())
          .extracting(MurmurPrediction::getExamId, ModelSwitchTest::model)
          .containsExactlyInAnyOrder(tuple("e1", "old"), tuple("e2", "young"));
    }
  }

  @Test
  void shouldKeepTheOldModelForARevision() {
    // Given
    Inference inference = inference();
    try (Pipeline pipeline = new Pipeline(state, inference)) {
      pipeline.send(exam("p1", "e1", AV).with(AV));
      assertThat(pipeline.answer()).returns("old", ModelSwitchTest::model);

      // When
      inference.use(inference.add(() -> young).join());
      pipeline.send(exam("p1", "e1", AV).with(TV));
      pipeline.pass(DEADLINE);

      // Then
      assertThat(pipeline.answer())
          .returns("old", ModelSwitchTest::model)
          .returns(2, MurmurPrediction::getRevision);
    }
  }

  @Test
  void shouldNotMixModelsWhenTheSwitchFallsBetweenTwoRecordingsOfAnExam() {
    // Given
    CountDownLatch switched = new CountDownLatch(1);
    StubEar slow = new StubEar("old", batch -> Awaiting.done(switched));
    Inference inference =
        Inference.start(List.of(() -> slow, () -> young), InferencePolicy.DEFAULT);
    MurmurPrediction mixed;
    try (Pipeline pipeline = new Pipeline(state.resolve("switched"), inference)) {
      pipeline.send(exam("p1", "e1", AV, MV).with(AV));
      pipeline.tick();
      Awaitility.await().until(pipeline::isListening);

      // When
      inference.use(young.identity());
      pipeline.send(exam("p1", "e1", AV, MV).with(MV));
      pipeline.tick();
      switched.countDown();
      mixed = pipeline.answer();
    }

    // Then
    try (Pipeline pure = new Pipeline(state.resolve("pure"), () -> old)) {
      pure.send(exam("p1", "e1", AV, MV).with(AV, MV));
      MurmurPrediction expected = pure.answer();
      assertThat(young.batchSizes()).as("heard one by the new model").containsExactly(1);
      assertThat(mixed)
          .returns(expected.getModel(), MurmurPrediction::getModel)
          .returns(expected.getProbabilities(), MurmurPrediction::getProbabilities)
          .returns(expected.getSites(), MurmurPrediction::getSites);
    }
  }

  @Test
  void shouldWaitForAModelThatIsFetchedAndHoldUpNobodyElse() {
    // Given
    Pipeline before = new Pipeline(state, () -> old);
    before.send(exam("p1", "e1", AV, MV).with(AV));
    Inference inference =
        Inference.start(List.of(() -> young), InferencePolicy.DEFAULT, model -> true);

    // When
    try (Pipeline after = before.restarted(inference)) {
      after.send(exam("p1", "e1", AV, MV).with(MV));
      after.send(exam("p2", "e2", AV).with(AV));

      // Then
      assertThat(after.answer())
          .returns("e2", MurmurPrediction::getExamId)
          .returns("young", ModelSwitchTest::model);

      // When
      inference.add(() -> old).join();

      // Then
      assertThat(after.answer())
          .returns("e1", MurmurPrediction::getExamId)
          .returns("old", ModelSwitchTest::model)
          .returns(PredictionStatus.COMPLETE, MurmurPrediction::getStatus);
    }
  }

  @Test
  void shouldSayThatAModelFailedWhenItCannotBeFetched() {
    // Given
    Pipeline before = new Pipeline(state, () -> old);
    before.send(exam("p1", "e1", AV, MV).with(AV));
    Inference inference =
        Inference.start(List.of(() -> young), InferencePolicy.DEFAULT, model -> false);

    // When
    try (Pipeline after = before.restarted(inference)) {
      after.send(exam("p1", "e1", AV, MV).with(MV));

      // Then
      assertThat(after.answer())
          .returns("old", ModelSwitchTest::model)
          .returns(PredictionStatus.INSUFFICIENT, MurmurPrediction::getStatus)
          .extracting(MurmurPrediction::getReasons)
          .asInstanceOf(list(Reason.class))
          .extracting(Reason::getCode)
          .contains(ReasonCode.MODEL_FAILURE);
    }
  }

  @Test
  void shouldCloseTheIdlestModelWhenThereAreTooManyAndNeverTheCurrentOne() {
    // Given
    try (Inference inference = inference()) {
      inference.use(inference.add(() -> young).join());

      // When
      inference.add(() -> youngest).join();

      // Then
      assertThat(old.isClosed()).isTrue();
      assertThat(inference.knows(old.identity())).isFalse();
      assertThat(young.isClosed()).isFalse();
      assertThat(inference.current()).isEqualTo(young.identity());
    }
    assertThat(young.isClosed()).isTrue();
    assertThat(youngest.isClosed()).isTrue();
  }

  @Test
  void shouldHandWorkOverAgainWhenItsModelWasClosedMeanwhile() {
    // Given
    CountDownLatch crowded = new CountDownLatch(1);
    StubEar slow = new StubEar("young", batch -> Awaiting.done(crowded));
    Pipeline before = new Pipeline(state, () -> old);
    before.send(exam("p1", "e1", AV, MV).with(AV));
    Inference inference =
        Inference.start(List.of(() -> slow, () -> old), InferencePolicy.DEFAULT, model -> true);
    try (Pipeline after = before.restarted(inference)) {
      after.send(exam("p2", "e2", AV).with(AV));
      after.tick();
      Awaitility.await().until(after::isListening);
      after.send(exam("p1", "e1", AV, MV).with(MV));
      after.tick();

      // When
      var arrived = inference.add(() -> youngest);
      crowded.countDown();
      arrived.join();

      // Then
      assertThat(old.isClosed()).isTrue();
      assertThat(after.answer()).returns("e2", MurmurPrediction::getExamId);

      // When
      inference.add(() -> new StubEar("old", batch -> {})).join();

      // Then
      assertThat(after.answer())
          .returns("e1", MurmurPrediction::getExamId)
          .returns("old", ModelSwitchTest::model)
          .returns(PredictionStatus.COMPLETE, MurmurPrediction::getStatus);
    }
  }

  private Inference inference() {
    return Inference.start(List.of(() -> old), InferencePolicy.DEFAULT);
  }

  private static String model(MurmurPrediction prediction) {
    return prediction.getModel().getName();
  }
}
