package org.murmurstream.model.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.GoldenFiles;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.golden.Golden;
import org.murmurstream.model.tensor.Tensor;

class SiteClassifierTest {

  private static final int FEATURES = 20;

  private static Device device;

  @BeforeAll
  static void start() {
    device = Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU));
  }

  @ParameterizedTest
  @CsvSource({"spec, PROBABILITIES, mean_of_softmax", "published, LOGITS, softmax_of_mean"})
  void shouldClassifyAsTheReferenceDoes(
      String variant, ClassifierConfig.Averaging averaging, String expected) {
    // Given
    JsonNode golden = GoldenFiles.json("classifier/classifier.json");
    ClassifierConfig config = config(variant.equals("spec"), averaging);
    Map<String, Tensor> weights = new LinkedHashMap<>(ClassifierWeights.seeded(config, 1));
    try (var manager = NDManager.newBaseManager(device)) {
      Golden.npz(manager, "classifier/" + variant + "_weights.npz")
          .forEach((name, tensor) -> weights.computeIfPresent(name, (n, old) -> tensor));
    }

    try (var classifier = new SiteClassifier(config, weights, device)) {
      for (int patient = 0; patient < 3; patient++) {
        // When
        Map<AuscultationSite, float[]> heard = goldenSites(golden, patient);
        SiteClassifier.SiteDecision evidence = classifier.classify(heard);

        // Then
        Probabilities p = evidence.probabilities();
        JsonNode q = golden.at("/" + variant + "/" + expected + "/" + patient);
        assertThat(p.absent()).isCloseTo(q.get(0).asDouble(), within(1e-5));
        assertThat(p.present()).isCloseTo(q.get(1).asDouble(), within(1e-5));
        assertThat(p.unknown()).isCloseTo(q.get(2).asDouble(), within(1e-5));
        if (variant.equals("spec")) {
          JsonNode attention = golden.at("/spec/attention/" + patient);
          heard
              .keySet()
              .forEach(
                  site ->
                      assertThat(evidence.attention().get(site))
                          .isCloseTo(
                              attention.get(config.sites().indexOf(site)).asDouble(),
                              within(1e-5)));
        }
        assertThat(evidence.attention().values().stream().mapToDouble(a -> a).sum())
            .isCloseTo(1, within(1e-9));
      }
    }
  }

  @Test
  void shouldGiveASiteTheAnswerToItAlone() {
    // Given
    ClassifierConfig config = config(true, ClassifierConfig.Averaging.PROBABILITIES);
    Map<AuscultationSite, float[]> heard = heard(AuscultationSite.AV, AuscultationSite.MV);

    try (var classifier = new SiteClassifier(config, ClassifierWeights.seeded(config, 1), device)) {
      // When
      SiteClassifier.SiteDecision both = classifier.classify(heard);
      heard.remove(AuscultationSite.AV);
      SiteClassifier.SiteDecision alone = classifier.classify(heard);

      // Then
      assertThat(both.alone().get(AuscultationSite.MV).present())
          .isCloseTo(alone.probabilities().present(), within(1e-6));
      assertThat(both.probabilities()).isNotEqualTo(alone.probabilities());
    }
  }

  @Test
  void shouldStandardiseFeaturesByTheStoredStatistics() {
    // Given: the same weights, features shifted and stretched, and statistics that undo it
    ClassifierConfig config = config(true, ClassifierConfig.Averaging.PROBABILITIES);
    Map<String, Tensor> plain = ClassifierWeights.seeded(config, 1);
    Map<String, Tensor> standardising = new LinkedHashMap<>(plain);
    standardising.put("feature.mean", filled(8));
    standardising.put("feature.deviation", filled(4));
    Map<AuscultationSite, float[]> heard = heard(AuscultationSite.AV, AuscultationSite.TV);
    Map<AuscultationSite, float[]> stretched = new EnumMap<>(AuscultationSite.class);
    heard.forEach((site, x) -> stretched.put(site, stretch(x)));

    try (var one = new SiteClassifier(config, plain, device);
        var other = new SiteClassifier(config, standardising, device)) {
      // When / Then
      assertThat(other.classify(stretched).probabilities().present())
          .isCloseTo(one.classify(heard).probabilities().present(), within(1e-5));
    }
  }

  @Test
  void shouldRefuseWhatItCannotClassify() {
    // Given
    ClassifierConfig config = config(true, ClassifierConfig.Averaging.PROBABILITIES);

    try (var classifier = new SiteClassifier(config, ClassifierWeights.seeded(config, 1), device)) {
      // When / Then
      assertThatIllegalArgumentException()
          .isThrownBy(() -> classifier.classify(Map.of()))
          .withMessageContaining("no site");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> classifier.classify(heard(AuscultationSite.PHC)))
          .withMessageContaining("not [PHC]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> classifier.classify(Map.of(AuscultationSite.AV, new float[3])))
          .withMessageContaining("3 features");
    }
  }

  @Test
  void shouldRefuseWeightsThatDoNotFit() {
    // Given
    ClassifierConfig config = config(true, ClassifierConfig.Averaging.PROBABILITIES);
    Map<String, Tensor> weights = new LinkedHashMap<>(ClassifierWeights.seeded(config, 1));
    weights.remove("score.bias");
    weights.put("heads.0.bias", new Tensor(new long[] {2}, new float[2]));
    weights.put("feature.deviation", filled(0));
    weights.put("heads.1.bias", new Tensor(new long[] {3}, new float[] {0, Float.NaN, 0}));
    weights.put("decoder", new Tensor(new long[] {1}, new float[1]));

    // When / Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SiteClassifier(config, weights, device))
        .withMessageContaining("score.bias is missing")
        .withMessageContaining("heads.0.bias has shape [2] instead of [3]")
        .withMessageContaining("feature.deviation holds values that are not above 0")
        .withMessageContaining("heads.1.bias holds values that are not finite")
        .withMessageContaining("decoder is unknown");
  }

  @Test
  void shouldSeedTheSameWeightsForTheSameSeed() {
    // Given
    ClassifierConfig config = ClassifierConfig.published(FEATURES);

    // When
    Map<String, Tensor> once = ClassifierWeights.seeded(config, 1);
    Map<String, Tensor> twice = ClassifierWeights.seeded(config, 1);
    Map<String, Tensor> other = ClassifierWeights.seeded(config, 2);

    // Then
    assertThat(ClassifierWeights.complaints(config, once)).isEmpty();
    once.forEach((name, t) -> assertThat(t.data()).isEqualTo(twice.get(name).data()));
    assertThat(once.get("proj.weight").data()).isNotEqualTo(other.get("proj.weight").data());
  }

  @Test
  void shouldHaveAsManyParametersAsTheSpecificationSays() {
    // When
    long parameters =
        ClassifierWeights.trainable(ClassifierConfig.standard(3840)).values().stream()
            .mapToLong(Tensor::size)
            .sum();

    // Then
    assertThat(parameters).isBetween(10_350_000L, 10_450_000L);
  }

  private static ClassifierConfig config(boolean spec, ClassifierConfig.Averaging averaging) {
    return new ClassifierConfig(
        AuscultationSite.STANDARD,
        List.of(MurmurClass.ABSENT, MurmurClass.PRESENT, MurmurClass.UNKNOWN),
        FEATURES,
        16,
        4,
        2,
        32,
        3,
        spec,
        spec,
        averaging,
        0.2,
        0.2);
  }

  private static Map<AuscultationSite, float[]> goldenSites(JsonNode golden, int patient) {
    var heard = new EnumMap<AuscultationSite, float[]>(AuscultationSite.class);
    for (int i = 0; i < AuscultationSite.STANDARD.size(); i++) {
      if (golden.at("/present/" + patient + "/" + i).asInt() == 1) {
        heard.put(
            AuscultationSite.STANDARD.get(i),
            GoldenFiles.floats(golden.at("/tokens/" + patient + "/" + i)));
      }
    }
    return heard;
  }

  private static Map<AuscultationSite, float[]> heard(AuscultationSite... sites) {
    var heard = new EnumMap<AuscultationSite, float[]>(AuscultationSite.class);
    for (int i = 0; i < sites.length; i++) {
      var embedding = new float[FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        embedding[j] = (float) Math.sin(1 + i + 2 * j);
      }
      heard.put(sites[i], embedding);
    }
    return heard;
  }

  private static float[] stretch(float[] x) {
    var stretched = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      stretched[i] = 4 * x[i] + 8;
    }
    return stretched;
  }

  private static Tensor filled(float value) {
    var data = new float[FEATURES];
    Arrays.fill(data, value);
    return new Tensor(new long[] {FEATURES}, data);
  }
}
