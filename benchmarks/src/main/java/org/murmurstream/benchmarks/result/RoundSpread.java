package org.murmurstream.benchmarks.result;

import java.util.List;

/**
 * What came out over the rounds.
 *
 * @param min the least
 * @param median in the middle, between the two in the middle of an even number
 * @param max the most
 */
public record RoundSpread(double min, double median, double max) {

  /**
   * That of some values.
   *
   * @param values at least one, in any order
   */
  public static RoundSpread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to tell the spread of");
    }
    List<Double> sorted = values.stream().sorted().toList();
    return new RoundSpread(sorted.get(0), quantile(sorted, 0.5), sorted.get(sorted.size() - 1));
  }

  /**
   * A quantile, interpolated between neighbours.
   *
   * @param values at least one, in any order
   * @param share 0 for the least, 1 for the most
   */
  public static double quantile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    double place = share * (sorted.size() - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
