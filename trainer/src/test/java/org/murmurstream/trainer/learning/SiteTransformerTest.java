package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.GoldenFiles;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.golden.Golden;
import org.murmurstream.model.sites.ClassifierConfig;
import org.murmurstream.model.sites.ClassifierWeights;
import org.murmurstream.model.sites.SiteTransformer;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Tensor;

class SiteTransformerTest {

  private static final ClassifierLoss SEED_LOSS =
      new ClassifierLoss(
          new ClassifierLossConfig(
              List.of(1.0, 5.0, 3.0),
              1.5,
              0.1,
              0.3,
              ClassifierLossConfig.Focus.MEAN,
              ClassifierLossConfig.Heads.MEAN,
              ClassifierLossConfig.Direction.MEAN_TEACHES));

  private NDManager manager;
  private JsonNode golden;
  private Parameters parameters;

  @BeforeEach
  void open() {
    manager =
        NDManager.newBaseManager(Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU)));
    golden = GoldenFiles.json("classifier/classifier.json");
  }

  @AfterEach
  void close() {
    parameters.close();
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spec", "published"})
  void shouldAnswerAsTheReferenceDoes(String variant) {
    // Given
    SiteTransformer network = network(variant, 0);

    // When
    SiteTransformer.Output output = network.forward(goldenTokens(), goldenPresence(), false);

    // Then
    assertClose(output.logits(), golden.at("/" + variant + "/logits_B_K_C"));
    assertClose(output.attention(), golden.at("/" + variant + "/attention"));
    assertClose(output.pooled(), golden.at("/" + variant + "/pooled"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spec", "published"})
  void shouldPassTheReferencesGradientsToEveryWeight(String variant) {
    // Given
    SiteTransformer network = network(variant, 0);
    Map<String, Tensor> expected = npz(variant + "_gradients.npz");
    expected.keySet().forEach(name -> parameters.get(name).setRequiresGradient(true));

    // When
    float lossValue;
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      NDArray logits = network.forward(goldenTokens(), goldenPresence(), true).logits();
      NDArray loss = SEED_LOSS.of(logits, new int[] {1, 0, 2});
      lossValue = loss.getFloat();
      collector.backward(loss);
    }

    // Then
    assertThat(lossValue)
        .isCloseTo((float) golden.at("/" + variant + "/loss").asDouble(), within(1e-5f));
    assertThat(expected.keySet())
        .isEqualTo(ClassifierWeights.trainable(config(variant, 0)).keySet());
    expected.forEach(
        (name, gradient) ->
            assertThat(parameters.get(name).getGradient().toFloatArray())
                .as(name)
                .containsExactly(gradient.data(), within(1e-5f)));
  }

  @Test
  void shouldNotLetMissingSitesMatterWhenMasked() {
    // Given
    SiteTransformer network = network("spec", 0);
    NDArray present = manager.create(new float[] {1, 0, 1, 0}, new Shape(1, 4));
    NDArray tokens = manager.randomNormal(new Shape(1, 4, 20));
    NDArray otherwise = tokens.add(present.sub(1).mul(1000).expandDims(2));

    // When
    SiteTransformer.Output one = network.forward(tokens, present, false);
    SiteTransformer.Output other = network.forward(otherwise, present, false);

    // Then
    assertThat(other.logits().toFloatArray()).isEqualTo(one.logits().toFloatArray());
    assertThat(one.attention().toFloatArray()[1]).isZero();
  }

  @Test
  void shouldDropActivationsOnlyInTraining() {
    // Given
    SiteTransformer network = network("spec", 0.5);

    // When
    float[] trained =
        network.forward(goldenTokens(), goldenPresence(), true).logits().toFloatArray();
    float[] once = network.forward(goldenTokens(), goldenPresence(), false).logits().toFloatArray();
    float[] twice =
        network.forward(goldenTokens(), goldenPresence(), false).logits().toFloatArray();

    // Then
    assertThat(once).isEqualTo(twice).isNotEqualTo(trained);
  }

  private SiteTransformer network(String variant, double dropout) {
    parameters = new Parameters(npz(variant + "_weights.npz"), Device.cpu(), DataType.FLOAT32);
    return new SiteTransformer(config(variant, dropout), parameters);
  }

  private static ClassifierConfig config(String variant, double dropout) {
    boolean spec = variant.equals("spec");
    return new ClassifierConfig(
        AuscultationSite.STANDARD,
        List.of(MurmurClass.ABSENT, MurmurClass.PRESENT, MurmurClass.UNKNOWN),
        20,
        16,
        4,
        2,
        32,
        3,
        spec,
        spec,
        ClassifierConfig.Averaging.PROBABILITIES,
        dropout,
        dropout);
  }

  private NDArray goldenTokens() {
    return manager.create(GoldenFiles.floats(golden.get("tokens")), new Shape(3, 4, 20));
  }

  private NDArray goldenPresence() {
    return manager.create(GoldenFiles.floats(golden.get("present")), new Shape(3, 4));
  }

  private Map<String, Tensor> npz(String name) {
    return Golden.npz(manager, "classifier/" + name);
  }

  private static void assertClose(NDArray actual, JsonNode expected) {
    assertThat(actual.toFloatArray()).containsExactly(GoldenFiles.floats(expected), within(1e-5f));
  }
}
