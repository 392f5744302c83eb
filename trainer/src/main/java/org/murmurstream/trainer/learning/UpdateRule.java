package org.murmurstream.trainer.learning;

/** What an optimiser makes of gradients; the learning rate comes from elsewhere. */
public sealed interface UpdateRule {

  /**
   * Adam with decoupled weight decay (Loshchilov and Hutter 2019).
   *
   * @param beta1 decay of the mean of gradients, 0 to below 1
   * @param beta2 decay of the mean of their squares, 0 to below 1
   * @param epsilon added to the root of the latter, above 0
   * @param weightDecay share of a decaying weight lost per step and unit of learning rate
   * @param clipNorm largest norm of all gradients together; longer ones are scaled down
   */
  record Adam(double beta1, double beta2, double epsilon, double weightDecay, double clipNorm)
      implements UpdateRule {

    public Adam {
      require(share(beta1) && share(beta2), "betas must be 0 to below 1");
      require(epsilon > 0, "epsilon must be above 0, was " + epsilon);
      require(weightDecay >= 0, "weightDecay must not be negative, was " + weightDecay);
      require(clipNorm > 0, "clipNorm must be above 0, was " + clipNorm);
    }
  }

  /**
   * Gradient descent with momentum as PyTorch has it: {@code v = momentum v + gradient; w -= rate
   * v}. No weight decay, no clipping.
   *
   * @param momentum 0 to below 1
   */
  record Momentum(double momentum) implements UpdateRule {

    public Momentum {
      require(share(momentum), "momentum must be 0 to below 1, was " + momentum);
    }
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
