package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.model.encoder.m2d.checkpoint.TorchCheckpoint;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.golden.Golden;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Tensor;

/** Pre-training of the fixtures' small encoder, step by step. */
class PretrainingFixturesTest {

  private static final M2dConfig ENCODER = new M2dConfig(80, 608, 16, 16, 64, 2, 4, 4, 1e-6);
  private static final DecoderConfig DECODER = new DecoderConfig(32, 2, 4);
  private static final int CROPS = 4;
  private static final int VISIBLE = 57;
  private static final int CROP_VALUES = 80 * 608;

  private Device device;
  private NDManager manager;
  private Map<String, Tensor> weights;
  private float[] batch;
  private long[] orders;

  @BeforeEach
  void read() throws IOException {
    device = Torch.start(new TorchOptions(0, TorchOptions.Processor.CPU));
    manager = NDManager.newBaseManager(device);
    weights = new LinkedHashMap<>();
    try (var checkpoint =
        TorchCheckpoint.open(
            Golden.path("pretrain/m2d_vit_small-80x608p16x16-pretrain/checkpoint-0.pth"))) {
      for (String name : PretrainingWeights.shapes(ENCODER, DECODER).keySet()) {
        weights.put(name, checkpoint.read(name));
      }
    }
    batch = new float[CROPS * CROP_VALUES];
    crop(Golden.npy("frontend/a_lms.npy"), 0, 0);
    crop(Golden.npy("frontend/b_lms.npy"), 0, 1);
    crop(Golden.npy("frontend/b_lms.npy"), 393, 2);
    crop(Golden.npy("frontend/d_torchaudio_lms.npy"), 0, 3);
    try (var in = Files.newInputStream(Golden.path("pretrain/ids_shuffle_5x4x190.npy"))) {
      orders = NDList.decode(manager, in).get(0).toLongArray();
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void shouldHaveTheTensorsOfTheOfficialCheckpoint() {
    PretrainingWeights.shapes(ENCODER, DECODER)
        .forEach((name, shape) -> assertThat(weights.get(name).shape()).as(name).isEqualTo(shape));
  }

  @Test
  void shouldKeepTargetAndDecoderForFurtherPretraining() throws IOException {
    // Given
    var hints = new OfficialCheckpoint.Hints(null, OptionalInt.of(4));
    var checkpoint =
        OfficialCheckpoint.read(
            Golden.path("pretrain/m2d_vit_small-80x608p16x16-pretrain/checkpoint-0.pth"), hints);

    // When
    Map<String, Tensor> all = new LinkedHashMap<>(checkpoint.encoder().weights());
    all.putAll(OfficialCheckpoint.companions(checkpoint.file()));

    // Then
    assertThat(all.keySet()).isEqualTo(PretrainingWeights.shapes(ENCODER, DECODER).keySet());
    all.forEach(
        (name, tensor) -> assertThat(tensor.data()).as(name).isEqualTo(weights.get(name).data()));
  }

  @Test
  void shouldPassTheReferencesLossAndGradientsToEveryWeight() {
    // Given
    Map<String, Tensor> expected = Golden.npz(manager, "pretrain/gradients_before_clipping.npz");
    try (var parameters = new Parameters(weights, device, DataType.FLOAT32)) {
      expected.keySet().forEach(name -> parameters.get(name).setRequiresGradient(true));
      var network = new PretrainingNetwork(ENCODER, DECODER, parameters);
      NDArray input = manager.create(batch, new Shape(CROPS, 80, 608));
      NDArray order = manager.create(order(0), new Shape(CROPS, 190));

      // When
      double loss;
      PretrainingNetwork.Output output;
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        output = network.forward(input, order, VISIBLE);
        NDArray value = output.loss();
        loss = value.getFloat();
        collector.backward(value);
      }

      // Then
      assertThat(loss).isCloseTo(trajectory(0).get("loss").asDouble(), within(1e-4));
      assertBeginsWith(output.latent(), "latent0.npy");
      assertBeginsWith(output.targets(), "target0.npy");
      assertBeginsWith(output.predictions(), "prediction0.npy");
      expected.forEach(
          (name, gradient) ->
              assertThat(relativeError(parameters.get(name).getGradient(), gradient))
                  .as(name)
                  .isLessThan(1e-3));
    }
  }

  @Test
  void shouldFollowTheReferenceForFiveSteps() {
    // Given
    var optimiser = new OptimiserConfig(1e-3, 0, Integer.MAX_VALUE, 0.9, 0.95, 1e-8, 0.05, 3, 0);
    var decay = new PretrainingLearner.TargetDecay(0.99, 0.99, 5);
    LearnerState start = LearnerState.fresh(weights);
    try (var learner =
        new PretrainingLearner(ENCODER, DECODER, optimiser, decay, start, 1, device)) {
      for (int i = 0; i < 5; i++) {
        // When
        var step = learner.step(CROPS, batch, order(i), VISIBLE);

        // Then
        JsonNode expected = trajectory(i);
        assertThat(step.loss()).isCloseTo(expected.get("loss").asDouble(), within(1e-4));
        double norm = expected.get("grad_norm").asDouble();
        assertThat(step.gradientNorm()).isCloseTo(norm, within(1e-3 * norm));
      }
    }
  }

  private static JsonNode trajectory(int step) {
    return Golden.json("pretrain/pretrain.json").get("trajectory").get(step);
  }

  private long[] order(int step) {
    int size = CROPS * 190;
    return Arrays.copyOfRange(orders, step * size, (step + 1) * size);
  }

  private void crop(Tensor spectrogram, int first, int index) {
    int frames = (int) spectrogram.shape()[1];
    for (int band = 0; band < 80; band++) {
      for (int i = 0; i < 608; i++) {
        batch[index * CROP_VALUES + band * 608 + i] =
            (float) ((spectrogram.data()[band * frames + first + i] + 7.1) / 4.2);
      }
    }
  }

  private static void assertBeginsWith(NDArray actual, String file) {
    float[] expected = Golden.npy("pretrain/" + file).data();
    float[] first = Arrays.copyOf(actual.toFloatArray(), expected.length);
    assertThat(Golden.distance(first, expected)).as(file).isLessThan(1e-4);
  }

  private static double relativeError(NDArray actual, Tensor expected) {
    float[] values = actual.toFloatArray();
    double error = 0;
    double norm = 0;
    for (int i = 0; i < values.length; i++) {
      error += Math.pow(values[i] - expected.data()[i], 2);
      norm += Math.pow(expected.data()[i], 2);
    }
    return Math.sqrt(error / norm);
  }
}
