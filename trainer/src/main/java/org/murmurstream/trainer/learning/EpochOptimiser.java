package org.murmurstream.trainer.learning;

/**
 * How weights follow their gradients in fine-tuning. The learning rate is a function of epochs, set
 * anew for every step from the fraction of the epoch that is behind it: it rises linearly from 0,
 * and then follows half a cosine that began with the first epoch, not where the rise ended, so that
 * it continues a little below its peak. As the code published with "Exploring Pre-trained
 * General-purpose Audio Representations for Heart Murmur Detection" (2024) has it.
 *
 * @param rule what is made of gradients
 * @param learningRate its peak, above 0
 * @param warmupEpochs epochs of the rise
 * @param epochs after which the cosine is at its end, {@value #FLOOR}; more than those of the rise
 * @param stepsPerEpoch at least 1
 */
public record EpochOptimiser(
    UpdateRule rule, double learningRate, int warmupEpochs, int epochs, int stepsPerEpoch)
    implements Optimisation {

  private static final double FLOOR = 1e-7;

  public EpochOptimiser {
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException(
          "optimiser: learningRate must be above 0, was " + learningRate);
    }
    if (warmupEpochs < 0 || epochs <= warmupEpochs || stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          "optimiser: epochs must be more than those of warm-up, and have steps");
    }
  }

  @Override
  public double learningRate(long step) {
    double epoch = (double) step / stepsPerEpoch;
    if (epoch < warmupEpochs) {
      return learningRate * epoch / warmupEpochs;
    }
    double progress = Math.min(1, epoch / epochs);
    return FLOOR + (learningRate - FLOOR) / 2 * (1 + Math.cos(Math.PI * progress));
  }

  @Override
  public double averageDecay() {
    return 0;
  }
}
