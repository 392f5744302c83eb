package org.murmurstream.trainer.segments;

import java.util.List;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.WindowPlan;
import org.murmurstream.model.sites.SegmentHead;
import org.murmurstream.trainer.learning.EpochOptimiser;
import org.murmurstream.trainer.learning.FineTuningConfig;
import org.murmurstream.trainer.learning.SpecAugment;
import org.murmurstream.trainer.learning.UpdateRule;
import org.murmurstream.trainer.sites.ClassWeights;

/**
 * What a person chooses about fine-tuning; the rest follows "Exploring Pre-trained General-purpose
 * Audio Representations for Heart Murmur Detection" (2024).
 *
 * @param epochs passes over the segments
 * @param batchSize segments per step
 * @param learningRate its peak
 * @param warmupEpochs over which it rises
 * @param optimiser what is made of gradients
 * @param doubleSoftmax whether the loss is the one of the published code
 * @param frozen what stays as it is
 * @param specAugment what is hidden of a batch
 */
public record FineTuningSettings(
    int epochs,
    int batchSize,
    double learningRate,
    int warmupEpochs,
    Optimiser optimiser,
    boolean doubleSoftmax,
    FineTuningConfig.Frozen frozen,
    SpecAugment specAugment) {

  /** What a segment is. */
  static final WindowPlan WINDOWS = WindowPlan.STANDARD;

  /** What is made of gradients. */
  public enum Optimiser {
    /** Momentum 0.9 and nothing else: what the published code and its logged runs have. */
    SGD,
    /** What the paper says, and the published code offers; but without AMSGrad, with clipping. */
    ADAMW;

    UpdateRule rule() {
      return switch (this) {
        case SGD -> new UpdateRule.Momentum(0.9);
        case ADAMW -> new UpdateRule.Adam(0.9, 0.95, 1e-8, 1e-4, 1);
      };
    }
  }

  /**
   * Everything that follows.
   *
   * @param labels of the segments that are learnt from
   * @throws UserException if a choice is out of range, the segments do not fill a batch, or a class
   *     has none
   */
  FineTuningConfig config(Encoder backbone, List<MurmurClass> labels) {
    if (labels.size() < batchSize) {
      throw new UserException(
          "%d segments to learn from do not fill a batch of %d; choose a smaller one"
              .formatted(labels.size(), batchSize));
    }
    try {
      return new FineTuningConfig(
          backbone.frontEnd(),
          backbone.config(),
          WINDOWS,
          SegmentHead.CLASSES.stream().map(label -> ClassWeights.inverse(labels, label)).toList(),
          doubleSoftmax,
          frozen,
          specAugment,
          batchSize,
          new EpochOptimiser(
              optimiser.rule(), learningRate, warmupEpochs, epochs, labels.size() / batchSize));
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }
}
