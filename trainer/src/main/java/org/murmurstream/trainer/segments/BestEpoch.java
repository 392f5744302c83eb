package org.murmurstream.trainer.segments;

import java.util.List;

/**
 * The epoch that is chosen: the one with the highest accuracy, of equal ones the first.
 *
 * @param epoch from 1; 0 if there was none
 * @param epochs how many there were
 * @param accuracy share of validation segments that it classified rightly; NaN if there was none
 */
record BestEpoch(int epoch, int epochs, double accuracy) {

  static BestEpoch of(List<Double> accuracies) {
    int best = 0;
    double highest = Double.NaN;
    for (int i = 0; i < accuracies.size(); i++) {
      if (!(accuracies.get(i) <= highest)) {
        best = i + 1;
        highest = accuracies.get(i);
      }
    }
    return new BestEpoch(best, accuracies.size(), highest);
  }
}
