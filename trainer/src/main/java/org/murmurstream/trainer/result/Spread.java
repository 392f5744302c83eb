package org.murmurstream.trainer.result;

import java.util.List;
import java.util.Locale;

/**
 * A figure over several seeds or runs.
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

  /** {@code 0.816 ± 0.012}; the mean alone of a single value. */
  @Override
  public String toString() {
    return Double.isNaN(deviation)
        ? String.format(Locale.ROOT, "%.3f", mean)
        : String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation);
  }
}
