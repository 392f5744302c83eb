package org.murmurstream.core.metrics;

import java.util.Arrays;
import java.util.Comparator;

/** How well scores rank the patients of one class above the others, whatever the threshold. */
public final class Ranking {

  private Ranking() {}

  /**
   * Area under the receiver operating characteristic, by the trapezoidal rule; patients of equal
   * score count half.
   *
   * @param positive whether a patient is of the class
   * @param score the higher, the more likely of the class; one number per patient
   * @return 0 to 1; NaN unless there are patients on both sides
   */
  public static double auroc(boolean[] positive, double[] score) {
    return areas(positive, score).receiver;
  }

  /**
   * Area under the precision-recall curve, as a step function.
   *
   * @param positive whether a patient is of the class
   * @param score the higher, the more likely of the class; one number per patient
   * @return 0 to 1; NaN if no patient is of the class
   */
  public static double auprc(boolean[] positive, double[] score) {
    return areas(positive, score).precision;
  }

  private record Areas(double receiver, double precision) {}

  private static Areas areas(boolean[] positive, double[] score) {
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

    int positives = 0;
    for (boolean p : positive) {
      positives += p ? 1 : 0;
    }
    double negatives = positive.length - positives;
    double receiver = 0;
    double precision = 0;
    int truePositives = 0;
    int falsePositives = 0;
    for (int i = 0; i < order.length; ) {
      int truePositivesAbove = truePositives;
      int falsePositivesAbove = falsePositives;
      double threshold = score[order[i]];
      for (; i < order.length && score[order[i]] == threshold; i++) {
        if (positive[order[i]]) {
          truePositives++;
        } else {
          falsePositives++;
        }
      }
      double recallStep = (truePositives - truePositivesAbove) / (double) positives;
      double specificities = 2 - (falsePositives + falsePositivesAbove) / negatives;
      receiver += 0.5 * recallStep * specificities;
      precision += recallStep * truePositives / (truePositives + falsePositives);
    }
    return order.length == 0 ? new Areas(Double.NaN, Double.NaN) : new Areas(receiver, precision);
  }
}
