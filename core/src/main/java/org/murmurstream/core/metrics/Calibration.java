package org.murmurstream.core.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities are what they say: of the patients given 0.8, eight in ten should be of the
 * class.
 *
 * @param bins bins of equal width from 0 to 1, the lower bound belonging to a bin
 * @param expectedError expected calibration error (Guo et al. 2017): mean over patients of the
 *     distance between the mean probability of their bin and the share of the class in it, 0 to 1;
 *     NaN without patients
 */
public record Calibration(List<Bin> bins, double expectedError) {

  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Patients of similar probability.
   *
   * @param low lower bound of the probability
   * @param high upper bound
   * @param patients how many
   * @param predicted their mean probability; NaN if there are none
   * @param observed share of them that is of the class; NaN if there are none
   */
  public record Bin(double low, double high, int patients, double predicted, double observed) {}

  /**
   * Compares probabilities with what was the case.
   *
   * @param positive whether a patient is of the class
   * @param probability of the class, 0 to 1; one number per patient
   * @param bins number of bins
   */
  public static Calibration of(boolean[] positive, double[] probability, int bins) {
    if (positive.length != probability.length) {
      throw new IllegalArgumentException(
          "%d labels but %d probabilities".formatted(positive.length, probability.length));
    }
    var patients = new int[bins];
    var predicted = new double[bins];
    var observed = new int[bins];
    for (int i = 0; i < positive.length; i++) {
      int bin = Math.min((int) (probability[i] * bins), bins - 1);
      patients[bin]++;
      predicted[bin] += probability[i];
      observed[bin] += positive[i] ? 1 : 0;
    }
    var made = new ArrayList<Bin>();
    double distance = 0;
    for (int bin = 0; bin < bins; bin++) {
      distance += Math.abs(predicted[bin] - observed[bin]);
      made.add(
          new Bin(
              (double) bin / bins,
              (double) (bin + 1) / bins,
              patients[bin],
              predicted[bin] / patients[bin],
              (double) observed[bin] / patients[bin]));
    }
    return new Calibration(made, distance / positive.length);
  }
}
