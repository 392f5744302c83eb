package org.murmurstream.model.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.QualityThresholds;
import org.murmurstream.model.ear.SiteTransformerConfig;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.sites.ClassifierConfig;
import org.murmurstream.model.sites.ClassifierWeights;

/**
 * Bundles whose classifier has learnt nothing, for tests and demonstrations and as the start of
 * training. Their verdicts mean nothing and say so.
 */
public final class UntrainedBundle {

  private static final String NAME = "untrained";

  private static final String CARD =
      """
      # Untrained

      The weights of this model are random numbers. It shows that everything works, and what
      verdicts look like. **Its verdicts mean nothing.**
      """;

  private UntrainedBundle() {}

  /**
   * A tiny encoder and a small classifier, both of random weights. The same seed gives the same
   * digest on every machine.
   */
  public static ModelBundle create(long seed) {
    Encoder encoder = Encoder.seeded(FrontEndConfig.M2D_16K, M2dConfig.TINY_C, seed);
    ObjectNode lineage = JsonNodeFactory.instance.objectNode().put("encoderSeed", seed);
    return around(NAME, encoder, small(encoder.config().embeddingWidth()), seed, lineage, CARD);
  }

  /**
   * A given encoder with a classifier of random weights, equal probabilities deciding.
   *
   * @param lineage where the encoder's weights come from; the classifier's seed is added
   * @param card what people should know about the encoder, as Markdown
   * @throws IllegalArgumentException if the parts do not fit together
   */
  public static ModelBundle around(
      String name,
      Encoder encoder,
      ClassifierConfig classifier,
      long seed,
      ObjectNode lineage,
      String card) {
    var config =
        BundleConfig.plain(
            name,
            false,
            encoder.frontEnd(),
            new SiteTransformerConfig(encoder.config(), classifier),
            QualityThresholds.DEFAULT,
            DecisionRule.MOST_LIKELY,
            lineage.deepCopy().put("classifierSeed", seed));
    return ModelBundle.of(
        config,
        Map.of(
            SiteTransformerConfig.ENCODER,
            encoder.weights(),
            SiteTransformerConfig.CLASSIFIER,
            ClassifierWeights.seeded(classifier, seed)),
        card);
  }

  private static ClassifierConfig small(int features) {
    ClassifierConfig standard = ClassifierConfig.standard(features);
    return new ClassifierConfig(
        standard.sites(),
        standard.classes(),
        features,
        64,
        standard.attentionHeads(),
        2,
        128,
        standard.outputHeads(),
        standard.siteEmbedding(),
        standard.masking(),
        standard.averaging(),
        standard.dropout(),
        standard.headDropout());
  }
}
