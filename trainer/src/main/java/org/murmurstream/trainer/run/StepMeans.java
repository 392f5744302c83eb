package org.murmurstream.trainer.run;

import java.util.function.IntFunction;
import org.murmurstream.trainer.learning.Learner;
import org.murmurstream.trainer.learning.Resumable;

/**
 * What some steps of a training were like.
 *
 * @param loss mean over the steps
 * @param gradientNorm mean over the steps, before clipping
 * @param learningRate of the last step
 * @param millis mean of a step
 */
public record StepMeans(double loss, double gradientNorm, double learningRate, double millis) {

  /**
   * Does some steps.
   *
   * @param steps how many, at least 1
   * @param step does the next one, told its number from 0
   */
  public static StepMeans of(Resumable learner, int steps, IntFunction<Learner.Step> step) {
    long start = System.nanoTime();
    double loss = 0;
    double norm = 0;
    double rate = 0;
    for (int i = 0; i < steps; i++) {
      rate = learner.learningRate();
      Learner.Step done = step.apply(i);
      loss += done.loss() / steps;
      norm += done.gradientNorm() / steps;
    }
    return new StepMeans(loss, norm, rate, (System.nanoTime() - start) / 1e6 / steps);
  }
}
