package org.murmurstream.core.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * What each threshold on a score would find, from the highest to the lowest: the receiver operating
 * characteristic and the precision-recall curve.
 *
 * @param points one per distinct score, rising in recall; before them (0, 0) with precision 1
 */
public record ThresholdCurve(List<Point> points) {

  public ThresholdCurve {
    points = List.copyOf(points);
  }

  /**
   * Everybody at or above a threshold is called positive.
   *
   * @param falsePositiveRate share of the others who are called positive; NaN if there are none
   * @param recall share of the positives who are; NaN if there are none
   * @param precision share of those called positive who are positive
   */
  public record Point(double falsePositiveRate, double recall, double precision) {}

  /**
   * The curve of a class against the rest.
   *
   * @param positive whether a patient is of the class
   * @param score the higher, the more likely of the class; one number per patient
   */
  public static ThresholdCurve of(boolean[] positive, double[] score) {
    ThresholdCounts counts = ThresholdCounts.of(positive, score);
    double positives = counts.positives();
    double negatives = counts.negatives();
    var points = new ArrayList<Point>();
    points.add(new Point(0, 0, 1));
    for (ThresholdCounts.Threshold threshold : counts.thresholds()) {
      double found = threshold.truePositives();
      points.add(
          new Point(
              threshold.falsePositives() / negatives,
              found / positives,
              found / (threshold.truePositives() + threshold.falsePositives())));
    }
    return new ThresholdCurve(points);
  }

  /**
   * The recall that is had for a rate of false positives: on the straight line between the points
   * on both sides of it.
   *
   * @param falsePositiveRate 0 to 1
   * @return NaN if there are no positives, or no others
   */
  public double recallAt(double falsePositiveRate) {
    Point before = points.get(0);
    for (Point point : points) {
      if (point.falsePositiveRate() > falsePositiveRate) {
        double share =
            (falsePositiveRate - before.falsePositiveRate())
                / (point.falsePositiveRate() - before.falsePositiveRate());
        return before.recall() + share * (point.recall() - before.recall());
      }
      before = point;
    }
    return Double.isNaN(before.falsePositiveRate()) ? Double.NaN : before.recall();
  }

  /**
   * The precision that a recall costs: of the highest threshold that finds at least that share.
   *
   * @param recall 0 to 1
   * @return NaN if there are no positives
   */
  public double precisionAt(double recall) {
    return points.stream()
        .filter(point -> point.recall() >= recall)
        .findFirst()
        .map(Point::precision)
        .orElse(Double.NaN);
  }
}
