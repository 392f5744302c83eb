package org.murmurstream.trainer.segments;

/** Told how far fine-tuning has come. */
@FunctionalInterface
public interface FineTuningProgress {

  /** Nobody is told. */
  FineTuningProgress NONE = (run, steps, all, accuracy) -> {};

  /**
   * After a step.
   *
   * @param run which training
   * @param steps done
   * @param all there will be
   * @param accuracy best share of validation segments classified rightly so far; NaN before the
   *     first epoch's end
   */
  void step(String run, long steps, long all, double accuracy);
}
