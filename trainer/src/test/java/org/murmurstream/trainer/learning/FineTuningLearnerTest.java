package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.EncoderRunner;
import org.murmurstream.model.encoder.Origin;
import org.murmurstream.model.encoder.WindowPlan;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.M2dWeights;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.sites.SegmentHead;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.learning.FineTuningConfig.Frozen;

class FineTuningLearnerTest {

  private static final FrontEndConfig FRONT_END = FrontEndConfig.HEART;
  private static final int BANDS = FRONT_END.bands();

  /** Windows of half a second, 26 frames: two chunks of 16 and 16. */
  private static final WindowPlan WINDOWS = new WindowPlan(0.5, 0.25);

  private static final M2dConfig ENCODER = new M2dConfig(BANDS, 16, 24, 8, 8, 2, 2, 2, 1e-6);
  private static final UpdateRule PLAIN = new UpdateRule.Momentum(0);

  private Device device;

  @BeforeEach
  void start() {
    device = Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldFollowTheGradientOfTheLossThroughHeadAndEncoder(boolean doubleSoftmax) {
    // Given
    FineTuningConfig config = config(Frozen.NOTHING, PLAIN, doubleSoftmax, 1e-2);
    Map<String, Tensor> before = fresh(config);
    Map<String, Tensor> after;
    try (var learner = learner(config, LearnerState.fresh(before))) {
      // When one step at a rate of 0.01, which tells the gradient
      learner.step(windows(6, 1), labels(6));
      after = learner.weights();
    }

    // Then
    var random = new Random(3);
    for (String name :
        List.of(
            "cls_token",
            "patch_embed.proj.weight",
            "blocks.0.attn.qkv.weight",
            "blocks.1.mlp.fc1.weight",
            "blocks.1.norm2.bias",
            "norm.weight",
            SegmentHead.WEIGHT,
            SegmentHead.BIAS)) {
      float[] was = before.get(name).data();
      float[] is = after.get(name).data();
      double[] direction = random.doubles(was.length, -1, 1).toArray();
      double slope = 0;
      for (int i = 0; i < was.length; i++) {
        slope += direction[i] * (was[i] - is[i]) / 1e-2;
      }
      double step = 1e-3;
      double finite =
          (loss(config, moved(before, name, direction, step))
                  - loss(config, moved(before, name, direction, -step)))
              / (2 * step);
      assertThat(slope).as(name).isCloseTo(finite, within(0.02 * Math.abs(finite) + 5e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(Frozen.class)
  void shouldMoveEverythingButWhatIsFrozen(Frozen frozen) {
    // Given
    FineTuningConfig config = config(frozen, new UpdateRule.Momentum(0.9), false, 0.1);
    Map<String, Tensor> before = fresh(config);

    // When
    Map<String, Tensor> after;
    try (var learner = learner(config, LearnerState.fresh(before))) {
      learner.step(windows(6, 1), labels(6));
      learner.step(windows(6, 2), labels(6));
      after = learner.weights();
    }

    // Then
    before.forEach(
        (name, tensor) -> {
          boolean head = name.startsWith("head.");
          boolean stays =
              switch (frozen) {
                case NOTHING -> name.equals("pos_embed");
                case EMBEDDING -> name.equals("pos_embed") || name.startsWith("patch_embed.");
                case ENCODER -> !head;
              };
          if (stays) {
            assertThat(after.get(name).data()).as(name).isEqualTo(tensor.data());
          } else {
            assertThat(after.get(name).data()).as(name).isNotEqualTo(tensor.data());
          }
        });
  }

  @Test
  void shouldNormaliseByTheBatchAndRememberARunningMean() {
    // Given
    FineTuningConfig config = config(Frozen.ENCODER, PLAIN, false, 1e-3);
    Map<String, Tensor> weights = fresh(config);
    List<Spectrogram> windows = windows(6, 1);
    List<float[]> clips = new ArrayList<>();
    try (var encoder = runner(weights)) {
      windows.forEach(window -> clips.add(encoder.windows(window, WINDOWS).get(0)));
    }

    // When
    Map<String, Tensor> after;
    try (var learner = learner(config, LearnerState.fresh(weights))) {
      learner.step(windows, labels(6));
      after = learner.weights();
    }

    // Then
    for (int i = 0; i < ENCODER.embeddingWidth(); i++) {
      double mean = 0;
      for (float[] clip : clips) {
        mean += clip[i] / clips.size();
      }
      double unbiased = 0;
      for (float[] clip : clips) {
        unbiased += (clip[i] - mean) * (clip[i] - mean) / (clips.size() - 1);
      }
      assertThat(after.get(SegmentHead.MEAN).data()[i])
          .isCloseTo((float) (0.1 * mean), within(1e-5f));
      assertThat(after.get(SegmentHead.VARIANCE).data()[i])
          .isCloseTo((float) (0.9 + 0.1 * unbiased), within(1e-5f));
    }
  }

  @Test
  void shouldGoOnFromACheckpointBitForBit(@TempDir Path folder) throws IOException {
    // Given
    Path file = folder.resolve("checkpoint.safetensors");
    for (UpdateRule rule :
        List.of(new UpdateRule.Momentum(0.9), new UpdateRule.Adam(0.9, 0.95, 1e-8, 1e-4, 1))) {
      FineTuningConfig config = config(Frozen.EMBEDDING, rule, false, 0.01);
      Map<String, Tensor> straight;
      try (var learner = learner(config, LearnerState.fresh(fresh(config)))) {
        steps(learner, 0, 2);
        learner.state().write(file);
        steps(learner, 2, 5);
        straight = learner.weights();
      }

      // When
      Map<String, Tensor> resumed;
      try (var learner = learner(config, LearnerState.read(file))) {
        assertThat(learner.steps()).isEqualTo(2);
        steps(learner, 2, 5);
        resumed = learner.weights();
      }

      // Then
      straight.forEach(
          (name, tensor) -> assertThat(resumed.get(name).data()).as(name).isEqualTo(tensor.data()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLearnWhatCanBeHeard(boolean doubleSoftmax) {
    // Given
    FineTuningConfig config =
        config(Frozen.EMBEDDING, new UpdateRule.Momentum(0.9), doubleSoftmax, 0.05);
    Map<String, Tensor> trained;
    try (var learner = learner(config, LearnerState.fresh(fresh(config)))) {
      // When
      for (int i = 0; i < 60; i++) {
        learner.step(windows(12, i), labels(12));
      }
      trained = learner.weights();
    }

    // Then
    var head = new SegmentHead(trained);
    try (var encoder = runner(trained)) {
      List<Spectrogram> others = windows(30, 1000);
      int right = 0;
      for (int i = 0; i < others.size(); i++) {
        MurmurClass heard = head.mostLikely(encoder.windows(others.get(i), WINDOWS).get(0));
        right += heard == SegmentHead.CLASSES.get(i % 3) ? 1 : 0;
      }
      assertThat(right).isGreaterThanOrEqualTo(27);
    }
  }

  @Test
  void shouldRefuseTheWeightsOfAnotherEncoder() {
    // Given
    FineTuningConfig config = config(Frozen.EMBEDDING, PLAIN, false, 0.01);
    Map<String, Tensor> weights = new LinkedHashMap<>(fresh(config));
    weights.remove("norm.bias");

    // Then
    assertThatThrownBy(() -> learner(config, LearnerState.fresh(weights)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("norm.bias is missing");
  }

  private static FineTuningConfig config(
      Frozen frozen, UpdateRule rule, boolean doubleSoftmax, double rate) {
    return new FineTuningConfig(
        FRONT_END,
        ENCODER,
        WINDOWS,
        List.of(0.5, 2.0, 1.0),
        doubleSoftmax,
        frozen,
        SpecAugment.NONE,
        6,
        new EpochOptimiser(rule, rate, 0, 100, 10));
  }

  private static Map<String, Tensor> fresh(FineTuningConfig config) {
    return FineTuningLearner.fresh(config, M2dWeights.seeded(ENCODER, 1), 2).weights();
  }

  private FineTuningLearner learner(FineTuningConfig config, LearnerState start) {
    return new FineTuningLearner(config, start, 5, device);
  }

  private double loss(FineTuningConfig config, Map<String, Tensor> weights) {
    try (var learner = learner(config, LearnerState.fresh(weights))) {
      return learner.step(windows(6, 1), labels(6)).loss();
    }
  }

  private static Map<String, Tensor> moved(
      Map<String, Tensor> weights, String name, double[] direction, double step) {
    Tensor tensor = weights.get(name);
    float[] values = tensor.data().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (step * direction[i]);
    }
    var moved = new LinkedHashMap<>(weights);
    moved.put(name, new Tensor(tensor.shape(), values));
    return moved;
  }

  private static void steps(FineTuningLearner learner, int first, int until) {
    for (int i = first; i < until; i++) {
      learner.step(windows(6, i), labels(6));
    }
  }

  private static int[] labels(int count) {
    var labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 3;
    }
    return labels;
  }

  /** Noise, with a third of the bands louder, another third for each class. */
  private static List<Spectrogram> windows(int count, long seed) {
    var random = new Random(seed);
    int frames = WINDOWS.frames(FRONT_END);
    var windows = new ArrayList<Spectrogram>();
    for (int i = 0; i < count; i++) {
      var values = new float[BANDS * frames];
      for (int j = 0; j < values.length; j++) {
        boolean loud = j / frames / (BANDS / 3) == i % 3;
        values[j] = (float) random.nextGaussian() + (loud ? 1 : 0);
      }
      windows.add(new Spectrogram(BANDS, frames, values));
    }
    return windows;
  }

  private EncoderRunner runner(Map<String, Tensor> weights) {
    var origin = Origin.of(Origin.Kind.FINE_TUNING, "test");
    return new EncoderRunner(new Encoder(FRONT_END, ENCODER, ENCODER.of(weights), origin), device);
  }
}
