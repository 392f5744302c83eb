package org.murmurstream.proof.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a quantity that was sampled evenly grows. Samples close in time resemble each other, so the
 * interval rests on the means of {@value #BLOCKS} blocks, as if there were no more.
 *
 * @param mean of all samples
 * @param total growth from the beginning to the end by the fitted line, in the quantity's own unit
 * @param low lower end of the 95 % confidence interval of {@code total}
 * @param high upper end
 */
public record Slope(double mean, double total, double low, double high) {

  private static final int BLOCKS = 12;

  /** The 97.5 % point of Student's t with ten degrees of freedom. */
  private static final double T = 2.228;

  /**
   * Fits a line.
   *
   * @param samples at least {@value #BLOCKS}
   */
  public static Slope of(List<Double> samples) {
    if (samples.size() < BLOCKS) {
      throw new IllegalArgumentException(
          "%d samples are too few for a slope".formatted(samples.size()));
    }
    List<Double> means = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      means.add(
          mean(
              samples.subList(
                  block * samples.size() / BLOCKS, (block + 1) * samples.size() / BLOCKS)));
    }
    double centre = (BLOCKS - 1) / 2.0;
    double mean = mean(means);
    double square = 0;
    double product = 0;
    for (int block = 0; block < BLOCKS; block++) {
      square += (block - centre) * (block - centre);
      product += (block - centre) * (means.get(block) - mean);
    }
    double slope = product / square;
    double residual = 0;
    for (int block = 0; block < BLOCKS; block++) {
      double error = means.get(block) - mean - slope * (block - centre);
      residual += error * error;
    }
    double half = T * Math.sqrt(residual / (BLOCKS - 2) / square);
    return new Slope(mean, slope * BLOCKS, (slope - half) * BLOCKS, (slope + half) * BLOCKS);
  }

  /** Whether it grows beyond chance, and by more than a share of what there is. */
  public boolean grows(double share) {
    return low > 0 && total > share * mean;
  }

  /** In another unit. */
  public String text(double unit, String name) {
    return String.format(
        Locale.ROOT,
        "mean %.1f %s, growth over the run %+.2f (95 %% interval %+.2f to %+.2f)",
        mean / unit,
        name,
        total / unit,
        low / unit,
        high / unit);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
  }
}
