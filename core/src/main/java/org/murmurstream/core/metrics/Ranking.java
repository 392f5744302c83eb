package org.murmurstream.core.metrics;

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
    ThresholdCounts counts = ThresholdCounts.of(positive, score);
    double positives = counts.positives();
    double negatives = counts.negatives();
    double receiver = 0;
    double precision = 0;
    var above = new ThresholdCounts.Threshold(0, 0);
    for (ThresholdCounts.Threshold threshold : counts.thresholds()) {
      int truePositives = threshold.truePositives();
      int falsePositives = threshold.falsePositives();
      double recallStep = (truePositives - above.truePositives()) / positives;
      double specificities = 2 - (falsePositives + above.falsePositives()) / negatives;
      receiver += 0.5 * recallStep * specificities;
      precision += recallStep * truePositives / (truePositives + falsePositives);
      above = threshold;
    }
    return score.length == 0 ? new Areas(Double.NaN, Double.NaN) : new Areas(receiver, precision);
  }
}
