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
import org.junit.jupiter.api.Test;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.golden.Golden;

class MaskedPredictionLossTest {

  /** The fixtures were computed in float64, and so are these. */
  private static final double TOLERANCE = 1e-9;

  @Test
  void shouldEqualTheReferenceInLossAndGradient() {
    // Given
    JsonNode golden = Golden.json("losses/losses.json").get("m2d_loss");
    try (var manager =
        NDManager.newBaseManager(Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU)))) {
      NDArray targets = array(manager, golden.get("target"));
      NDArray predictions = array(manager, golden.get("prediction"));
      predictions.setRequiresGradient(true);

      // When
      double loss;
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray scalar = MaskedPredictionLoss.of(targets, predictions);
        loss = scalar.getDouble();
        collector.backward(scalar);
      }

      // Then
      assertThat(loss).isCloseTo(golden.get("loss").asDouble(), within(TOLERANCE));
      assertThat(predictions.getGradient().toDoubleArray())
          .containsExactly(doubles(golden.get("grad_prediction")), within(TOLERANCE));
    }
  }

  private static NDArray array(NDManager manager, JsonNode nested) {
    int batch = nested.size();
    int patches = nested.get(0).size();
    return manager.create(doubles(nested), new Shape(batch, patches, nested.get(0).get(0).size()));
  }

  private static double[] doubles(JsonNode nested) {
    return nested.isArray()
        ? StreamSupport.stream(nested.spliterator(), false)
            .flatMapToDouble(child -> Arrays.stream(doubles(child)))
            .toArray()
        : new double[] {nested.asDouble()};
  }
}
