package org.murmurstream.trainer.sites;

/** Told how far training has come. */
@FunctionalInterface
public interface TrainingProgress {

  /** Nobody is told. */
  TrainingProgress NONE = (run, epoch, ended, validation) -> {};

  /**
   * After an epoch.
   *
   * @param run which training
   * @param epoch its number, from 1
   * @param ended whether it was the last one of this training
   * @param validation how good it was
   */
  void epoch(String run, int epoch, boolean ended, Validation validation);
}
