package org.murmurstream.trainer.run;

import java.util.Random;
import org.murmurstream.core.UserException;

/** Seeds that follow from the one a person chooses; same choice, same random numbers. */
public final class Seeds {

  /** More folds than this would meet those of the next seed. */
  public static final int MAX_FOLDS = 1000;

  private static final long MAX = Long.MAX_VALUE / MAX_FOLDS - 1;
  private static final long EPOCH_STRIDE = 1_000_003;

  private Seeds() {}

  /**
   * The seed of what is trained in a fold: {@code (seed - 1) * 1000 + 1 + fold}. No two pairs of
   * seed and fold have the same one. The folds of seed 1 have 1, 2, 3 and so on, as the released
   * models were trained with.
   *
   * @param fold from 0 to below {@value #MAX_FOLDS}
   * @throws UserException if either is out of range
   */
  public static long ofFold(long seed, int fold) {
    if (fold < 0 || fold >= MAX_FOLDS) {
      throw new UserException(
          "folds are numbered from 0 to %d, and there is none %d".formatted(MAX_FOLDS - 1, fold));
    }
    if (seed < -MAX || seed > MAX) {
      throw new UserException("a seed must be %d to %d, was %d".formatted(-MAX, MAX, seed));
    }
    return (seed - 1) * MAX_FOLDS + 1 + fold;
  }

  /**
   * The random numbers of an epoch: each has its own, so that going on equals never having stopped.
   *
   * @param epoch from 0
   */
  public static Random ofEpoch(long seed, int epoch) {
    return new Random(seed * EPOCH_STRIDE + epoch);
  }
}
