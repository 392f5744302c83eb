package org.murmurstream.trainer.learning;

import java.util.List;

/**
 * What a classifier with several output heads minimises: {@code (1 - a) focal + a KL}, a focal
 * cross-entropy with smoothed labels and a divergence that pulls the heads together.
 *
 * @param classWeights weight of an example by its label, in the order of the logits
 * @param gamma exponent of the focal factor {@code (1 - p)^gamma}; 0 is the plain cross-entropy
 * @param smoothing share of a label spread over all classes, 0 to below 1
 * @param distillation the share {@code a} of the divergence, 0 to 1
 * @param focus what the focal term sees
 * @param heads how the heads' divergences are put together
 * @param direction whose divergence from whom
 */
public record ClassifierLossConfig(
    List<Double> classWeights,
    double gamma,
    double smoothing,
    double distillation,
    Focus focus,
    Heads heads,
    Direction direction) {

  /** What the focal term sees. */
  public enum Focus {
    /** The softmax of the heads' mean logits. */
    MEAN,
    /** Each head by itself; the mean over the heads is taken. */
    EACH_HEAD
  }

  /** How the heads' divergences are put together. */
  public enum Heads {
    MEAN,
    SUM
  }

  /** Whose divergence from whom. */
  public enum Direction {
    /** Of each head from the mean, which takes no gradient: the mean teaches the heads. */
    MEAN_TEACHES,
    /** Of the mean from each head, both taking gradients. */
    MUTUAL
  }

  public ClassifierLossConfig {
    classWeights = List.copyOf(classWeights);
    require(
        !classWeights.isEmpty() && classWeights.stream().allMatch(weight -> weight > 0),
        "classWeights must be above 0");
    require(gamma >= 0, "gamma must not be negative, was " + gamma);
    require(smoothing >= 0 && smoothing < 1, "smoothing must be 0 to below 1, was " + smoothing);
    require(
        distillation >= 0 && distillation <= 1, "distillation must be 0 to 1, was " + distillation);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("classifier loss: " + message);
    }
  }
}
