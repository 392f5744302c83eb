package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.core.GoldenFiles;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;

class ClassifierLossTest {

  /** The fixtures were computed in float64, and so are these. */
  private static final double TOLERANCE = 1e-9;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager =
        NDManager.newBaseManager(Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU)));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldEqualTheReferenceInLossAndGradient(JsonNode golden) {
    // Given
    double[] values = doubles(golden.get("logits_B_K_C"));
    int[] labels =
        StreamSupport.stream(golden.get("targets").spliterator(), false)
            .mapToInt(JsonNode::asInt)
            .toArray();
    var loss = new ClassifierLoss(config(golden));
    NDArray logits =
        manager.create(values, new Shape(labels.length, values.length / labels.length / 3, 3));
    logits.setRequiresGradient(true);

    // When
    double value;
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray scalar = loss.of(logits, labels);
      value = scalar.getDouble();
      collector.backward(scalar);
    }

    // Then
    assertThat(value).isCloseTo(golden.get("loss").asDouble(), within(TOLERANCE));
    assertThat(logits.getGradient().toDoubleArray())
        .containsExactly(doubles(golden.get("grad")), within(TOLERANCE));
  }

  static Stream<JsonNode> cases() {
    return StreamSupport.stream(
        GoldenFiles.json("losses/losses.json").get("cases").spliterator(), false);
  }

  private static ClassifierLossConfig config(JsonNode golden) {
    JsonNode options = golden.get("options");
    List<Double> weights = new ArrayList<>();
    golden.get("weights").forEach(weight -> weights.add(weight.asDouble()));
    return new ClassifierLossConfig(
        weights,
        options.get("gamma").asDouble(),
        options.get("smooth").asDouble(),
        options.get("kl_weight").asDouble(),
        options.get("where").asText().equals("mean")
            ? ClassifierLossConfig.Focus.MEAN
            : ClassifierLossConfig.Focus.EACH_HEAD,
        options.get("reduce_heads").asText().equals("mean")
            ? ClassifierLossConfig.Heads.MEAN
            : ClassifierLossConfig.Heads.SUM,
        options.get("detach").asBoolean()
            ? ClassifierLossConfig.Direction.MEAN_TEACHES
            : ClassifierLossConfig.Direction.MUTUAL);
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
