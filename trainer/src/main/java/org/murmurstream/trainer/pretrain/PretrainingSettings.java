package org.murmurstream.trainer.pretrain;

import java.util.OptionalDouble;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.trainer.learning.DecoderConfig;
import org.murmurstream.trainer.learning.OptimiserConfig;
import org.murmurstream.trainer.learning.PretrainingConfig;
import org.murmurstream.trainer.learning.PretrainingLearner.TargetDecay;

/**
 * What a person chooses about pre-training; the rest follows M2D (Niizumi et al., arXiv
 * 2210.14648), with the decay of the target scaled to the length of the run.
 *
 * @param steps optimiser steps
 * @param batchSize crops per step
 * @param learningRate its peak; by default 0.0005, for encoders of ViT-base's width the official
 *     0.0003 for each 256 crops of a batch
 * @param maskRatio share of patches that are masked
 * @param firstDecay what remains of the target at the first step; by default {@code 1 - 15 /
 *     steps}, which is what the official 0.99995 is to the steps of the official run
 * @param lastDecay the same at the last step; by default {@code 1 - 3 / steps}
 */
public record PretrainingSettings(
    int steps,
    int batchSize,
    OptionalDouble learningRate,
    double maskRatio,
    OptionalDouble firstDecay,
    OptionalDouble lastDecay) {

  private static final double SMALL_RATE = 5e-4;
  private static final double OFFICIAL_RATE = 3e-4;
  private static final double OFFICIAL_RATE_BATCH = 256;

  /** Of the official 300 epochs, 20 are for warming up. */
  private static final int STEPS_PER_WARMUP_STEP = 15;

  private static final double FIRST_DECAY_STEPS = 15;
  private static final double LAST_DECAY_STEPS = 3;

  public PretrainingSettings {
    if (steps < 1 || batchSize < 1) {
      throw new UserException("steps and batch size must be at least 1");
    }
  }

  /**
   * Everything that follows.
   *
   * @throws UserException if a choice is out of range
   */
  public PretrainingConfig config(FrontEndConfig frontEnd, M2dConfig encoder) {
    double official = OFFICIAL_RATE * batchSize / OFFICIAL_RATE_BATCH;
    double rate = encoder.width() < M2dConfig.VIT_BASE.width() ? SMALL_RATE : official;
    try {
      var optimiser =
          new OptimiserConfig(
              learningRate.orElse(rate),
              steps / STEPS_PER_WARMUP_STEP,
              steps,
              0.9,
              0.95,
              1e-8,
              0.05,
              3,
              0);
      double first = firstDecay.orElse(Math.max(0, 1 - FIRST_DECAY_STEPS / steps));
      double last = lastDecay.orElse(Math.max(first, 1 - LAST_DECAY_STEPS / steps));
      return new PretrainingConfig(
          frontEnd,
          encoder,
          DecoderConfig.beside(encoder),
          optimiser,
          new TargetDecay(first, last, steps),
          batchSize,
          maskRatio);
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }
}
