package org.murmurstream.trainer.learning;

/** How a {@link Learner} moves weights, step by step. */
public interface Optimisation {

  /** What is made of gradients. */
  UpdateRule rule();

  /**
   * Learning rate of a step.
   *
   * @param step from 0
   */
  double learningRate(long step);

  /** Decay of the running average of the weights, 0 to below 1; 0 means the weights themselves. */
  double averageDecay();
}
