package org.murmurstream.trainer.sites;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.data.split.Split;
import org.murmurstream.model.audio.QualityThresholds;
import org.murmurstream.model.bundle.BundleConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.ear.SiteTransformerConfig;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.learning.ClassifierTraining;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.Score;
import org.murmurstream.trainer.run.CodeVersion;

/** A trained classifier and its encoder as a model bundle. */
final class ClassifierBundle {

  private static final String NAME = "site-transformer";

  private final Fold fold;
  private final ClassifierTraining training;
  private final long seed;
  private final ClassifierRun.Best chosen;
  private final Score score;

  /**
   * @param score of the patients held out
   */
  ClassifierBundle(
      Fold fold, ClassifierTraining training, long seed, ClassifierRun.Best chosen, Score score) {
    this.fold = fold;
    this.training = training;
    this.seed = seed;
    this.chosen = chosen;
    this.score = score;
  }

  /** Writes the bundle, unless it was written before. */
  void save(Path folder, Map<String, Tensor> weights) {
    if (Files.exists(folder)) {
      return;
    }
    var config =
        BundleConfig.plain(
            NAME,
            true,
            fold.backbone().frontEnd(),
            new SiteTransformerConfig(fold.backbone().config(), training.classifier()),
            QualityThresholds.DEFAULT,
            DecisionRule.MOST_LIKELY,
            lineage());
    ModelBundle.of(
            config,
            Map.of(
                SiteTransformerConfig.ENCODER,
                fold.backbone().weights(),
                SiteTransformerConfig.CLASSIFIER,
                weights),
            card())
        .save(folder);
  }

  private ObjectNode lineage() {
    ObjectNode lineage =
        JsonNodeFactory.instance
            .objectNode()
            .put("code", CodeVersion.ofThisProgram())
            .put("backbone", fold.backbone().origin().description())
            .put("encoderDigest", fold.backbone().digest())
            .put("hearing", fold.hearing().name())
            .put("fold", fold.number())
            .put("seed", seed)
            .put("epoch", chosen.epoch())
            .put("trainPatients", fold.patients(Split.Subset.TRAIN).size())
            .put("validPatients", fold.patients(Split.Subset.VALID).size())
            .put("testPatients", score.patients())
            .put("validWacc", chosen.validation().weightedAccuracy())
            .put("validUar", chosen.validation().uar());
    ObjectNode test = lineage.putObject("test");
    score.values().forEach((measure, value) -> test.put(measure.name(), value));
    return lineage;
  }

  private String card() {
    return String.format(
        Locale.ROOT,
        """
        # Multi-site transformer on frozen embeddings

        A classifier trained on the embeddings of %s, fold %d, seed %d. On %d patients it was not
        trained on: W.acc %.3f, UAR %.3f, recall of Present %.3f. The weights of the classes were
        applied in training, so the most likely class decides.

        Trained on %s. **Not a medical device.**
        The encoder's weights stay under the licence they came with.
        """,
        fold.backbone().origin().description(),
        fold.number(),
        seed,
        score.patients(),
        score.of(Measure.WACC),
        score.of(Measure.UAR),
        score.of(Measure.RECALL_PRESENT),
        fold.hearing().description());
  }
}
