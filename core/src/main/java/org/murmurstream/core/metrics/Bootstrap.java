package org.murmurstream.core.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap: how far a score would move if other patients had come.
 *
 * @param resamples number of draws, with replacement, of as many cases as there are
 * @param confidence share of the draws inside the interval, between 0 and 1
 * @param seed same seed, same interval, on every machine
 */
public record Bootstrap(int resamples, double confidence, long seed) {

  /** 2000 draws, 95 %. */
  public static final Bootstrap STANDARD = new Bootstrap(2000, 0.95, 1);

  public Bootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be positive, was " + resamples);
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must be between 0 and 1, was " + confidence);
    }
  }

  /**
   * A score and how sure it is.
   *
   * @param estimate the score of all cases
   * @param low lower bound
   * @param high upper bound
   */
  public record Interval(double estimate, double low, double high) {}

  /**
   * Draws cases and scores each draw.
   *
   * @param cases what is drawn: patients, or groups of patients who are the same person
   * @param score of a list of cases; draws for which it is NaN are left out
   * @return bounds interpolated linearly between draws; NaN if the score of every draw is NaN
   * @throws IllegalArgumentException if there are no cases
   */
  public <T> Interval interval(List<T> cases, ToDoubleFunction<List<T>> score) {
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("no case to draw from");
    }
    var random = new Random(seed); // the one generator whose sequence the platform specifies
    double[] scores = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      var draw = new ArrayList<T>(cases.size());
      for (int j = 0; j < cases.size(); j++) {
        draw.add(cases.get(random.nextInt(cases.size())));
      }
      scores[i] = score.applyAsDouble(draw);
    }
    double[] sorted = Arrays.stream(scores).filter(s -> !Double.isNaN(s)).sorted().toArray();
    double tail = (1 - confidence) / 2;
    return new Interval(
        score.applyAsDouble(cases),
        Quantiles.ofSorted(sorted, tail),
        Quantiles.ofSorted(sorted, 1 - tail));
  }

  /**
   * The same where some cases belong together: groups are drawn, each with all its cases.
   *
   * @param group what a case belongs to; a patient's person, say
   */
  public <T> Interval interval(
      List<T> cases, Function<T, String> group, ToDoubleFunction<List<T>> score) {
    var groups = new LinkedHashMap<String, List<T>>();
    for (T one : cases) {
      groups.computeIfAbsent(group.apply(one), name -> new ArrayList<>()).add(one);
    }
    return interval(
        List.copyOf(groups.values()),
        drawn -> score.applyAsDouble(drawn.stream().flatMap(List::stream).toList()));
  }
}
