package org.murmurstream.trainer.learning;

/**
 * How weights follow their gradients by AdamW.
 *
 * @param learningRate its peak, above 0
 * @param warmupSteps steps over which it rises linearly from 0 before it falls as half a cosine
 * @param totalSteps steps after which it is 0 again
 * @param beta1 decay of the mean of gradients, 0 to below 1
 * @param beta2 decay of the mean of their squares, 0 to below 1
 * @param epsilon added to the root of the latter, above 0
 * @param weightDecay share of a decaying weight lost per step and unit of learning rate
 * @param clipNorm largest norm of all gradients together; longer ones are scaled down
 * @param averageDecay decay of the running average of the weights, 0 to below 1; 0 means the
 *     weights themselves
 */
public record OptimiserConfig(
    double learningRate,
    int warmupSteps,
    int totalSteps,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double clipNorm,
    double averageDecay)
    implements Optimisation {

  public OptimiserConfig {
    require(learningRate > 0, "learningRate must be above 0, was " + learningRate);
    require(
        warmupSteps >= 0 && totalSteps > warmupSteps,
        "totalSteps must be above warmupSteps, and that not negative");
    require(share(averageDecay), "averageDecay must be 0 to below 1, was " + averageDecay);
    new UpdateRule.Adam(beta1, beta2, epsilon, weightDecay, clipNorm); // complains of the others
  }

  @Override
  public UpdateRule rule() {
    return new UpdateRule.Adam(beta1, beta2, epsilon, weightDecay, clipNorm);
  }

  @Override
  public double learningRate(long step) {
    if (step < warmupSteps) {
      return learningRate * step / warmupSteps;
    }
    double progress = (double) (step - warmupSteps) / (totalSteps - warmupSteps);
    return learningRate * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
  }

  private static boolean share(double value) {
    return value >= 0 && value < 1;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("optimiser: " + message);
    }
  }
}
