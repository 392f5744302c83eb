package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.norm.Dropout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Tensor;

class LearnerTest {

  private static final OptimiserConfig CONFIG =
      new OptimiserConfig(0.1, 2, 20, 0.9, 0.999, 1e-8, 0.5, 1, 0.5);
  private static final Map<String, Tensor> WEIGHTS =
      Map.of("a", vector(1, -2, 3), "b", vector(0.5f, 0.25f, -1), "fixed", vector(1, 1, 1));

  private Device device;

  @BeforeEach
  void start() {
    device = Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU));
  }

  @Test
  void shouldMoveWeightsAsAdamWithDecoupledDecayDoes() {
    // Given
    double[] a = {1, -2, 3};
    double[] b = {0.5, 0.25, -1};
    var plainA = new PlainAdam(a, 0.5);
    var plainB = new PlainAdam(b, 0);
    try (var learner = learner(LearnerState.fresh(WEIGHTS))) {
      for (int step = 0; step < 10; step++) {
        double norm = 0;
        for (int i = 0; i < 3; i++) {
          norm += Math.pow(2 * a[i] + b[i], 2) + Math.pow(a[i], 2);
        }
        double scale = Math.min(1, 1 / (Math.sqrt(norm) + 1e-6));

        // When
        Learner.Step done = learner.step(manager -> product(learner));

        // Then
        assertThat(done.gradientNorm()).isCloseTo(Math.sqrt(norm), within(1e-4));
        double[] gradientA = new double[3];
        double[] gradientB = new double[3];
        for (int i = 0; i < 3; i++) {
          gradientA[i] = scale * (2 * a[i] + b[i]);
          gradientB[i] = scale * a[i];
        }
        plainA.step(step, gradientA);
        plainB.step(step, gradientB);
      }
      assertThat(weight(learner, "a")).containsExactly(floats(a), within(1e-4f));
      assertThat(weight(learner, "b")).containsExactly(floats(b), within(1e-4f));
      assertThat(weight(learner, "fixed")).containsExactly(1, 1, 1);
    }
  }

  @Test
  void shouldMoveWeightsWithMomentumAsTheRateChanges() {
    // Given gradients of 2 at every step, and rates 0, 0.5, 1 and 1
    Map<String, Tensor> start = Map.of("a", vector(10, 20, 30));
    var config = new EpochOptimiser(new UpdateRule.Momentum(0.5), 1, 2, 1_000_000, 1);
    try (var learner =
        new Learner(config, LearnerState.fresh(start), Set.of(), Set.of(), 7, device)) {
      var first = new double[5];
      for (int step = 0; step < 5; step++) {
        first[step] = weight(learner, "a")[0];

        // When
        NDArray a = learner.parameters().get("a");
        learner.step(manager -> a.add(a).sum());
      }

      // Then velocities are 2, 3, 3.5 and 3.75
      assertThat(first).containsExactly(new double[] {10, 10, 8.5, 5, 1.25}, within(1e-5));
    }
  }

  @Test
  void shouldAverageWeightsAsTheyGo() {
    // Given
    try (var learner = learner(LearnerState.fresh(WEIGHTS))) {
      // When
      learner.step(manager -> product(learner));
      learner.step(manager -> product(learner));

      // Then
      float expected = 0.5f * 1 + 0.5f * weight(learner, "a")[0]; // the first step has no rate
      assertThat(learner.averaged().get("a").data()[0]).isCloseTo(expected, within(1e-6f));
      assertThat(learner.averaged().get("fixed").data()).containsExactly(1, 1, 1);
    }
  }

  @Test
  void shouldGoOnFromACheckpointBitForBit(@TempDir Path folder) throws IOException {
    // Given
    Path file = folder.resolve("checkpoint.safetensors");
    Map<String, Tensor> straight;
    try (var learner = learner(LearnerState.fresh(WEIGHTS))) {
      steps(learner, 3);
      learner.state().write(file);
      steps(learner, 4);
      straight = learner.state().weights();
    }

    // When
    Map<String, Tensor> resumed;
    Map<String, Tensor> average;
    try (var learner = learner(LearnerState.read(file))) {
      assertThat(learner.steps()).isEqualTo(3);
      steps(learner, 4);
      resumed = learner.state().weights();
      average = learner.averaged();
    }

    // Then
    assertThat(resumed.get("a").data()).isEqualTo(straight.get("a").data());
    assertThat(resumed.get("b").data()).isEqualTo(straight.get("b").data());
    assertThat(average.get("a").data()).isNotEqualTo(resumed.get("a").data());
  }

  @Test
  void shouldStopAtALossThatIsNoNumberAndLeaveTheWeights() {
    // Given
    try (var learner = learner(LearnerState.fresh(WEIGHTS))) {
      // When
      assertThatThrownBy(() -> learner.step(manager -> product(learner).mul(Float.NaN)))
          // Then
          .isInstanceOf(TrainingException.class)
          .hasMessage("the loss is NaN at step 0");
      assertThat(weight(learner, "a")).containsExactly(1, -2, 3);
    }
  }

  @Test
  void shouldNameADamagedCheckpoint(@TempDir Path folder) throws IOException {
    // Given
    Path file = folder.resolve("checkpoint.safetensors");
    LearnerState.fresh(WEIGHTS).write(file);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 4));

    // Then
    assertThatThrownBy(() -> LearnerState.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.toString());
  }

  private Learner learner(LearnerState start) {
    return new Learner(CONFIG, start, Set.of("fixed"), Set.of("a"), 7, device);
  }

  /** Sum of {@code a^2 + a b}. */
  private static NDArray product(Learner learner) {
    NDArray a = learner.parameters().get("a");
    return a.mul(a.add(learner.parameters().get("b"))).sum();
  }

  private static void steps(Learner learner, int count) {
    for (int i = 0; i < count; i++) {
      learner.step(manager -> noisy(learner, manager));
    }
  }

  private static NDArray noisy(Learner learner, NDManager manager) {
    NDArray ones = manager.ones(learner.parameters().get("a").getShape());
    NDArray mask = Dropout.dropout(ones, 0.5f, true).singletonOrThrow();
    return mask.mul(learner.parameters().get("a").square()).sum().add(product(learner));
  }

  private static float[] weight(Learner learner, String name) {
    return learner.parameters().get(name).toFloatArray();
  }

  private static Tensor vector(float... values) {
    return new Tensor(new long[] {values.length}, values);
  }

  private static float[] floats(double[] values) {
    var floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** The textbook's AdamW, changing the values it is given. */
  private static final class PlainAdam {
    private final double[] values;
    private final double decay;
    private final double[] means;
    private final double[] squares;

    PlainAdam(double[] values, double decay) {
      this.values = values;
      this.decay = decay;
      this.means = new double[values.length];
      this.squares = new double[values.length];
    }

    void step(int step, double[] gradients) {
      double rate = CONFIG.learningRate(step);
      for (int i = 0; i < values.length; i++) {
        means[i] = 0.9 * means[i] + 0.1 * gradients[i];
        squares[i] = 0.999 * squares[i] + 0.001 * gradients[i] * gradients[i];
        double mean = means[i] / (1 - Math.pow(0.9, step + 1));
        double square = squares[i] / (1 - Math.pow(0.999, step + 1));
        values[i] -= rate * decay * values[i];
        values[i] -= rate * mean / (Math.sqrt(square) + 1e-8);
      }
    }
  }
}
