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

  /** Told of steps. */
  @FunctionalInterface
  public interface Watch {

    /**
     * After a step.
     *
     * @param done steps, it included
     * @param loss mean over them
     */
    void after(int done, double loss);
  }

  /**
   * Does some steps of which nobody is told.
   *
   * @param steps how many, at least 1
   * @param step does the next one, told its number from 0
   */
  public static StepMeans of(Resumable learner, int steps, IntFunction<Learner.Step> step) {
    return of(learner, steps, step, (done, loss) -> {});
  }

  /**
   * Does some steps.
   *
   * @param steps how many, at least 1
   * @param step does the next one, told its number from 0
   * @param watch told after each
   */
  public static StepMeans of(
      Resumable learner, int steps, IntFunction<Learner.Step> step, Watch watch) {
    long start = System.nanoTime();
    double loss = 0;
    double norm = 0;
    double rate = 0;
    for (int i = 0; i < steps; i++) {
      rate = learner.learningRate();
      Learner.Step done = step.apply(i);
      loss += done.loss() / steps;
      norm += done.gradientNorm() / steps;
      watch.after(i + 1, loss * steps / (i + 1));
    }
    return new StepMeans(loss, norm, rate, (System.nanoTime() - start) / 1e6 / steps);
  }
}
