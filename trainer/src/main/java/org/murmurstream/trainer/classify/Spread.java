package org.murmurstream.trainer.classify;

import java.util.List;
import java.util.Locale;

/**
 * A figure over several seeds.
 *
 * @param mean their mean
 * @param deviation their sample deviation; NaN of a single one
 */
public record Spread(double mean, double deviation) {

  /** Of some values, at least one. */
  public static Spread of(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.size();
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = values.size() == 1 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
    return new Spread(mean, deviation);
  }

  /** Of one measure of some scores. */
  public static Spread of(List<Score> scores, Score.Measure measure) {
    return of(scores.stream().map(score -> score.of(measure)).toList());
  }

  /** {@code 0.816 ± 0.012}; the mean alone of a single value. */
  @Override
  public String toString() {
    return Double.isNaN(deviation)
        ? String.format(Locale.ROOT, "%.3f", mean)
        : String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation);
  }
}
