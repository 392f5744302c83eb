package org.murmurstream.core.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How many would be called positive, and how many of them rightly, at each threshold on a score.
 *
 * @param positives how many there are
 * @param negatives how many there are
 * @param thresholds one per distinct score, from the highest to the lowest
 */
record ThresholdCounts(int positives, int negatives, List<Threshold> thresholds) {

  /**
   * Everybody at or above a threshold is called positive.
   *
   * @param truePositives how many of them are
   * @param falsePositives how many of them are not
   */
  record Threshold(int truePositives, int falsePositives) {}

  /**
   * Counts one class against the rest.
   *
   * @param positive whether a patient is of the class
   * @param score the higher, the more likely of the class; one number per patient
   */
  static ThresholdCounts of(boolean[] positive, double[] score) {
    if (positive.length != score.length) {
      throw new IllegalArgumentException(
          "%d labels but %d scores".formatted(positive.length, score.length));
    }
    if (Arrays.stream(score).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException("a score is not a number");
    }
    Integer[] order = new Integer[score.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> score[i]).reversed());
    var thresholds = new ArrayList<Threshold>();
    int truePositives = 0;
    int falsePositives = 0;
    for (int i = 0; i < order.length; i++) {
      if (positive[order[i]]) {
        truePositives++;
      } else {
        falsePositives++;
      }
      boolean lastOfItsScore = i + 1 == order.length || score[order[i + 1]] != score[order[i]];
      if (lastOfItsScore) {
        thresholds.add(new Threshold(truePositives, falsePositives));
      }
    }
    return new ThresholdCounts(truePositives, falsePositives, thresholds);
  }
}
