package org.murmurstream.trainer.committee;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.model.committee.LogisticRegression;
import org.murmurstream.model.sites.Softmax;
import org.murmurstream.model.sites.Standardisation;

/**
 * Fits a multinomial logistic regression: the least sum of cross-entropies plus {@code |weights|^2
 * / (2 C)}, features standardised, biases free.
 *
 * <p>Nesterov's accelerated gradient, begun anew where it overshoots (O'Donoghue and Candes 2015):
 * the objective is convex and its curvature is bounded, so no step size is to be chosen.
 *
 * @param c inverse of the regularisation, above 0
 */
public record RegressionFit(double c) {

  /** C = 0.1. */
  public static final RegressionFit STANDARD = new RegressionFit(0.1);

  private static final MurmurClass[] ORDER = MurmurClass.values();
  private static final int CLASSES = ORDER.length;
  private static final int MAX_STEPS = 20_000;

  /** Largest element of the gradient at which the fit is done. */
  private static final double TOLERANCE = 1e-6;

  /**
   * Fits a regression to samples of equal weight.
   *
   * @param samples features, as many in each sample; NaN where one is not known
   * @param labels what each sample is
   * @throws UserException if there is no sample of a class, which would make its bias infinite
   */
  public LogisticRegression fit(List<float[]> samples, List<MurmurClass> labels) {
    return fit(samples, labels, Collections.nCopies(samples.size(), 1.0));
  }

  /**
   * Fits a regression.
   *
   * @param samples features, as many in each sample; NaN where one is not known
   * @param labels what each sample is
   * @param counts how much each sample counts, above 0
   * @throws UserException if there is no sample of a class, which would make its bias infinite
   */
  public LogisticRegression fit(
      List<float[]> samples, List<MurmurClass> labels, List<Double> counts) {
    for (MurmurClass label : ORDER) {
      if (!labels.contains(label)) {
        throw new UserException(
            "a decision is fitted on patients of every class; there is none of class " + label);
      }
    }
    Standardisation standardisation = standardisation(samples, counts);
    float[][] inputs =
        samples.stream()
            .map(sample -> LogisticRegression.standardise(standardisation, sample))
            .toArray(float[][]::new);
    int features = standardisation.mean().length;
    double[] weighing = counts.stream().mapToDouble(Double::doubleValue).toArray();
    double[] solution = solve(inputs, labels, weighing, features);
    var weights = new float[CLASSES * features];
    var bias = new float[CLASSES];
    for (int k = 0; k < CLASSES; k++) {
      for (int i = 0; i < features; i++) {
        weights[k * features + i] = (float) solution[k * (features + 1) + i];
      }
      bias[k] = (float) solution[k * (features + 1) + features];
    }
    return new LogisticRegression(standardisation, weights, bias, Optional.of(range(inputs)));
  }

  /** The least and greatest value of each feature. */
  private static LogisticRegression.Range range(float[][] inputs) {
    float[] least = inputs[0].clone();
    float[] greatest = inputs[0].clone();
    for (float[] input : inputs) {
      for (int i = 0; i < input.length; i++) {
        least[i] = Math.min(least[i], input[i]);
        greatest[i] = Math.max(greatest[i], input[i]);
      }
    }
    return new LogisticRegression.Range(least, greatest);
  }

  /** Weights and bias of each class in turn. */
  private double[] solve(
      float[][] inputs, List<MurmurClass> labels, double[] counts, int features) {
    double step = 1 / curvature(inputs, counts);
    var here = new double[CLASSES * (features + 1)];
    double[] ahead = here.clone();
    double momentum = 1;
    for (int i = 0; i < MAX_STEPS; i++) {
      double[] gradient = gradient(inputs, labels, counts, features, ahead);
      if (Arrays.stream(gradient).allMatch(g -> Math.abs(g) < TOLERANCE)) {
        return ahead;
      }
      double faster = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      var next = new double[here.length];
      var moved = new double[here.length];
      double uphill = 0;
      for (int j = 0; j < next.length; j++) {
        next[j] = ahead[j] - step * gradient[j];
        moved[j] = next[j] - here[j];
        uphill += gradient[j] * moved[j];
      }
      boolean overshot = uphill > 0;
      double carry = overshot ? 0 : (momentum - 1) / faster;
      momentum = overshot ? 1 : faster;
      for (int j = 0; j < next.length; j++) {
        ahead[j] = next[j] + carry * moved[j];
      }
      here = next;
    }
    throw new IllegalStateException("the regression did not converge in " + MAX_STEPS + " steps");
  }

  /** An upper bound: the softmax contributes at most 1/2, a matrix no more than its trace. */
  private double curvature(float[][] inputs, double[] counts) {
    double trace = 0;
    for (int n = 0; n < inputs.length; n++) {
      double squares = 1;
      for (float value : inputs[n]) {
        squares += (double) value * value;
      }
      trace += counts[n] * squares;
    }
    return trace / 2 + 1 / c;
  }

  private double[] gradient(
      float[][] inputs,
      List<MurmurClass> labels,
      double[] counts,
      int features,
      double[] parameters) {
    var gradient = new double[parameters.length];
    int row = features + 1;
    for (int k = 0; k < CLASSES; k++) {
      for (int i = 0; i < features; i++) {
        gradient[k * row + i] = parameters[k * row + i] / c;
      }
    }
    var logits = new double[CLASSES];
    for (int n = 0; n < inputs.length; n++) {
      float[] input = inputs[n];
      for (int k = 0; k < CLASSES; k++) {
        logits[k] = parameters[k * row + features];
        for (int i = 0; i < features; i++) {
          logits[k] += parameters[k * row + i] * input[i];
        }
      }
      double[] shares = Softmax.of(logits);
      for (int k = 0; k < CLASSES; k++) {
        double error = counts[n] * (shares[k] - (labels.get(n) == ORDER[k] ? 1 : 0));
        for (int i = 0; i < features; i++) {
          gradient[k * row + i] += error * input[i];
        }
        gradient[k * row + features] += error;
      }
    }
    return gradient;
  }

  /** Over the samples in which a feature is known; a feature that never varies keeps its scale. */
  private static Standardisation standardisation(List<float[]> samples, List<Double> counts) {
    int features = samples.get(0).length;
    var mean = new float[features];
    var deviation = new float[features];
    for (int i = 0; i < features; i++) {
      int feature = i;
      double average = average(samples, counts, sample -> sample[feature]);
      double variance =
          average(
              samples, counts, sample -> (sample[feature] - average) * (sample[feature] - average));
      mean[i] = (float) average;
      deviation[i] = variance > 1e-12 ? (float) Math.sqrt(variance) : 1;
    }
    return new Standardisation(mean, deviation);
  }

  /** Over samples in which the value is known; 0 if it is in none. */
  private static double average(
      List<float[]> samples, List<Double> counts, ToDoubleFunction<float[]> value) {
    double sum = 0;
    double count = 0;
    for (int n = 0; n < samples.size(); n++) {
      double one = value.applyAsDouble(samples.get(n));
      if (!Double.isNaN(one)) {
        sum += counts.get(n) * one;
        count += counts.get(n);
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
