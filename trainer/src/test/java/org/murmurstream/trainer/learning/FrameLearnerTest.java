package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.frames.FrameHeadConfig;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.model.frames.FrameScorer;

class FrameLearnerTest {

  private static final int BANDS = 8;
  private static final M2dConfig ENCODER =
      new M2dConfig(
          M2dConfig.Stem.CONVOLUTION,
          M2dConfig.Positions.ROTARY,
          BANDS,
          64,
          BANDS,
          8,
          16,
          1,
          2,
          2,
          1e-6);
  private static final FrameTraining CONFIG =
      new FrameTraining(
          ENCODER,
          FrameHeadConfig.on(ENCODER),
          new OptimiserConfig(0.01, 5, 200, 0.9, 0.999, 1e-8, 0.05, 1, 0.9),
          Augmentation.STANDARD,
          FrameTraining.LossWeights.STANDARD,
          8,
          6,
          0.05);

  private Device device;

  @BeforeEach
  void start() {
    device = Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU));
  }

  @Test
  void shouldLearnPhasesAndMurmursThatCanBeSeen() {
    // Given
    var recordings = recordings(8);
    LearnerState trained;
    try (var learner = new FrameLearner(CONFIG, FrameLearner.fresh(CONFIG, 1), 1, device)) {
      // When
      var random = new Random(1);
      var crops = new CropMaker(CONFIG);
      double first = learner.step(crops.batch(recordings, random)).loss();
      double last = first;
      for (int i = 1; i < 200; i++) {
        last = learner.step(crops.batch(recordings, random)).loss();
      }
      trained = learner.state();

      // Then
      assertThat(last).isLessThan(0.6 * first);
    }
    try (var scorer = new FrameScorer(CONFIG.network(), trained.average(), device)) {
      FrameOutputs loud = scorer.outputs(recordings.get(0).spectrogram());
      FrameOutputs still = scorer.outputs(recordings.get(1).spectrogram());
      assertThat(loud.logProbability(MurmurClass.PRESENT))
          .isGreaterThan(still.logProbability(MurmurClass.PRESENT));
      assertThat(exactStates(loud, recordings.get(0))).isGreaterThan(0.8);
    }
  }

  @Test
  void shouldGiveTheSameWeightsAgain() {
    assertThat(weightsAfterFiveSteps(3)).isEqualTo(weightsAfterFiveSteps(3));
    assertThat(weightsAfterFiveSteps(3)).isNotEqualTo(weightsAfterFiveSteps(4));
  }

  @Test
  void shouldHearEveryFrameOfARecordingOfAnyLength() {
    try (var scorer =
        new FrameScorer(CONFIG.network(), FrameLearner.fresh(CONFIG, 1).weights(), device)) {
      Stream.of(1, 63, 64, 65, 200)
          .forEach(
              frames -> {
                // When
                FrameOutputs outputs =
                    scorer.outputs(new Spectrogram(BANDS, frames, new float[BANDS * frames]));

                // Then
                assertThat(outputs.frames()).isEqualTo(frames);
                for (int i = 0; i < frames; i++) {
                  float[] states = Arrays.copyOfRange(outputs.states(), 4 * i, 4 * i + 4);
                  assertThat(states[0] + states[1] + states[2] + states[3])
                      .isCloseTo(1, within(1e-4f));
                }
              });
    }
  }

  private float[] weightsAfterFiveSteps(long seed) {
    try (var learner = new FrameLearner(CONFIG, FrameLearner.fresh(CONFIG, seed), seed, device)) {
      var random = new Random(seed);
      for (int i = 0; i < 5; i++) {
        learner.step(new CropMaker(CONFIG).batch(recordings(8), random));
      }
      return learner.averaged().get("head.frames.weight").data();
    }
  }

  private static double exactStates(FrameOutputs outputs, TrainingRecording recording) {
    int exact = 0;
    for (int i = 0; i < outputs.frames(); i++) {
      int best = 0;
      for (int state = 1; state < 4; state++) {
        best = outputs.states()[4 * i + state] > outputs.states()[4 * i + best] ? state : best;
      }
      exact += best == recording.targets().states()[i] ? 1 : 0;
    }
    return (double) exact / outputs.frames();
  }

  /** Phases of 8 frames, each loud in two bands of its own; every other recording murmurs. */
  private static List<TrainingRecording> recordings(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(FrameLearnerTest::recording).toList();
  }

  private static TrainingRecording recording(int number) {
    int frames = 128;
    var values = new float[BANDS * frames];
    var states = new byte[frames];
    var murmur = new byte[frames];
    boolean loud = number % 2 == 0;
    for (int i = 0; i < frames; i++) {
      int state = i / 8 % 4;
      states[i] = (byte) state;
      murmur[i] = (byte) (state == 1 ? (loud ? 1 : 0) : FrameTargets.IGNORED);
      values[2 * state * frames + i] = 2;
      values[(2 * state + 1) * frames + i] = 2;
      if (state == 1 && loud) {
        values[5 * frames + i] = 3;
      }
    }
    return new TrainingRecording(
        new Spectrogram(BANDS, frames, values),
        new FrameTargets(states, murmur),
        loud ? MurmurClass.PRESENT : MurmurClass.ABSENT,
        1);
  }
}
