package org.murmurstream.trainer.sites;

import java.util.List;

/**
 * How good an epoch was for the patients who choose the epoch.
 *
 * @param weightedAccuracy decides
 * @param uar unweighted average recall, decides between equals
 * @param loss the lower one decides between those equal in both
 */
public record Validation(double weightedAccuracy, double uar, double loss) {

  /** Whether this is better than another; of two that are equal in everything neither is. */
  public boolean betterThan(Validation other) {
    if (weightedAccuracy != other.weightedAccuracy) {
      return weightedAccuracy > other.weightedAccuracy;
    }
    if (uar != other.uar) {
      return uar > other.uar;
    }
    return loss < other.loss;
  }

  /**
   * The best epoch so far, from 0; the earlier of equals.
   *
   * @param epochs at least one
   */
  public static int best(List<Validation> epochs) {
    int best = 0;
    for (int epoch = 1; epoch < epochs.size(); epoch++) {
      if (epochs.get(epoch).betterThan(epochs.get(best))) {
        best = epoch;
      }
    }
    return best;
  }

  /** Whether none of the last {@code patience} epochs was better than one before them. */
  public static boolean exhausted(List<Validation> epochs, int patience) {
    return !epochs.isEmpty() && epochs.size() - 1 - best(epochs) >= patience;
  }
}
