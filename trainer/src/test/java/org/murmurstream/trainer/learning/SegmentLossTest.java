package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.GoldenFiles;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;

class SegmentLossTest {

  /** The fixture's weights are float32. */
  private static final double TOLERANCE = 1e-6;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldEqualTheReferenceInLossAndGradientWithOneSoftmaxAndWithTwo(boolean doubleSoftmax) {
    // Given
    JsonNode golden = GoldenFiles.json("losses/losses.json").get("embc_weighted_ce");
    int[] labels = {0, 0, 1, 2, 1};
    double[] weights = doubles(golden.get("example_weights"));
    var loss = new SegmentLoss(Arrays.stream(weights).boxed().toList(), doubleSoftmax);
    double value;
    double[] gradient;
    try (NDManager manager =
        NDManager.newBaseManager(Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU)))) {
      NDArray logits = manager.create(doubles(golden.get("logits")), new Shape(5, 3));
      logits.setRequiresGradient(true);

      // When
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray scalar = loss.of(logits, labels);
        value = scalar.getDouble();
        collector.backward(scalar);
      }
      gradient = logits.getGradient().toDoubleArray();
    }

    // Then
    String variant = doubleSoftmax ? "double_softmax_" : "single_softmax_";
    assertThat(value).isCloseTo(golden.get(variant + "loss").asDouble(), within(TOLERANCE));
    assertThat(gradient).containsExactly(doubles(golden.get(variant + "grad")), within(TOLERANCE));
  }

  private static double[] doubles(JsonNode nested) {
    if (!nested.isArray()) {
      return new double[] {nested.asDouble()};
    }
    return StreamSupport.stream(nested.spliterator(), false)
        .flatMapToDouble(child -> Arrays.stream(doubles(child)))
        .toArray();
  }
}
