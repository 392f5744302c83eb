package org.murmurstream.trainer.learning;

/** A learner that can stop after any step, and go on from its state as if it had not. */
public interface Resumable extends AutoCloseable {

  /** Steps done since the weights were fresh. */
  long steps();

  /** Learning rate of the next step. */
  double learningRate();

  /** Everything there is to go on from. */
  LearnerState state();

  @Override
  void close();
}
