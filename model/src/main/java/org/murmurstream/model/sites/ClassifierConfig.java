package org.murmurstream.model.sites;

import java.util.HashSet;
import java.util.List;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.MurmurClass;

/**
 * Geometry and behaviour of the multi-site classifier.
 *
 * @param sites the sites it takes, in the order of its tokens; none twice
 * @param classes the class of each logit: all three, in the order the classifier was trained with
 * @param features length of a site's embedding
 * @param width length of a token inside the classifier, a multiple of {@code attentionHeads}
 * @param attentionHeads heads of the attention between sites
 * @param layers number of transformer layers
 * @param hidden width of a layer's feed-forward network
 * @param outputHeads linear classifiers side by side, whose answers are averaged
 * @param siteEmbedding whether a token says which site it is
 * @param masking whether missing sites are kept out of attention and pooling; otherwise they take
 *     part as zero vectors marked as missing
 * @param averaging what is averaged over the output heads
 * @param dropout share of activations dropped inside the layers in training, 0 to below 1
 * @param headDropout share of the pooled vector dropped before each output head, each with a mask
 *     of its own, in training, 0 to below 1
 */
public record ClassifierConfig(
    List<AuscultationSite> sites,
    List<MurmurClass> classes,
    int features,
    int width,
    int attentionHeads,
    int layers,
    int hidden,
    int outputHeads,
    boolean siteEmbedding,
    boolean masking,
    Averaging averaging,
    double dropout,
    double headDropout) {

  private static final List<MurmurClass> CLASSES = List.of(MurmurClass.values());

  /** From the answers of several output heads to one distribution. */
  public enum Averaging {
    /** Mean of the heads' softmaxes. */
    PROBABILITIES,
    /** Softmax of the heads' mean logits. */
    LOGITS
  }

  public ClassifierConfig {
    sites = List.copyOf(sites);
    classes = List.copyOf(classes);
    require(!sites.isEmpty(), "sites must name at least one site");
    require(new HashSet<>(sites).size() == sites.size(), "sites must not name a site twice");
    require(
        classes.size() == CLASSES.size() && classes.containsAll(CLASSES),
        "classes must name each of " + CLASSES + " once, were " + classes);
    require(features > 0, "features must be above 0, was " + features);
    require(attentionHeads > 0, "attentionHeads must be above 0, was " + attentionHeads);
    require(
        width > 0 && width % attentionHeads == 0,
        "width must be a multiple of attentionHeads (" + attentionHeads + "), was " + width);
    require(layers > 0, "layers must be above 0, was " + layers);
    require(hidden > 0, "hidden must be above 0, was " + hidden);
    require(outputHeads > 0, "outputHeads must be above 0, was " + outputHeads);
    require(averaging != null, "averaging is missing");
    require(dropout >= 0 && dropout < 1, "dropout must be 0 to below 1, was " + dropout);
    require(
        headDropout >= 0 && headDropout < 1,
        "headDropout must be 0 to below 1, was " + headDropout);
  }

  /** Site and presence embeddings, masked attention, three heads: 10.4 million parameters. */
  public static ClassifierConfig standard(int features) {
    return new ClassifierConfig(
        AuscultationSite.STANDARD,
        CLASSES,
        features,
        512,
        4,
        4,
        1024,
        3,
        true,
        true,
        Averaging.PROBABILITIES,
        0.2,
        0.2);
  }

  /**
   * The variant published as "HEArt-sound Recognition with Transformers M2D": no site embedding, no
   * masking, mean logits, no dropout before the heads.
   */
  public static ClassifierConfig published(int features) {
    return new ClassifierConfig(
        List.of(AuscultationSite.AV, AuscultationSite.MV, AuscultationSite.PV, AuscultationSite.TV),
        List.of(MurmurClass.ABSENT, MurmurClass.PRESENT, MurmurClass.UNKNOWN),
        features,
        512,
        4,
        4,
        1024,
        3,
        false,
        false,
        Averaging.LOGITS,
        0.2,
        0);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("classifier: " + message);
    }
  }
}
