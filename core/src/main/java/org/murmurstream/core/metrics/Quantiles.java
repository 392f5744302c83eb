package org.murmurstream.core.metrics;

import java.util.Arrays;

/** Quantiles of some values. */
public final class Quantiles {

  private Quantiles() {}

  /** Linear between ranks; NaN if there are no values. */
  public static double of(double[] values, double q) {
    return ofSorted(sorted(values), q);
  }

  /** The same of values that ascend. */
  public static double ofSorted(double[] sorted, double q) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double rank = q * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  /**
   * The middle value, or the mean of the two in the middle.
   *
   * @param values at least one
   */
  public static double median(double[] values) {
    double[] sorted = sorted(values);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
