package org.murmurstream.trainer.result;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.core.metrics.Calibration;
import org.murmurstream.core.metrics.Confusion;
import org.murmurstream.core.metrics.Ranking;
import org.murmurstream.core.metrics.ThresholdCurve;

/** How good decisions are. Intervals are of draws of subjects, not of patient ids. */
public final class Figures {

  private static final int BINS = 10;

  /** The least that a file of decisions tells from 0. */
  private static final double LEAST_PROBABILITY = 1e-6;

  private final List<ScoredPatient> patients;

  public Figures(List<ScoredPatient> patients) {
    this.patients = List.copyOf(patients);
  }

  public List<ScoredPatient> patients() {
    return patients;
  }

  /** Every score by its name, with its interval. */
  public Map<String, Bootstrap.Interval> all() {
    var scores = new LinkedHashMap<String, Bootstrap.Interval>();
    for (Measure measure : Measure.values()) {
      scores.put(measure.title(), interval(measure));
    }
    return scores;
  }

  /** One score with its interval, the same in whatever order the patients are. */
  Bootstrap.Interval interval(Measure measure) {
    return measure.interval(
        patients.stream().sorted(Comparator.comparing(ScoredPatient::subject)).toList());
  }

  public Confusion confusion() {
    return Confusion.of(
        patients.stream().map(ScoredPatient::label).toList(),
        patients.stream().map(ScoredPatient::murmur).toList());
  }

  /** See {@link Ranking#auroc}; one class against the rest. */
  double auroc(MurmurClass murmur) {
    return Ranking.auroc(positive(murmur), probability(murmur));
  }

  /** See {@link Ranking#auprc}; one class against the rest. */
  double auprc(MurmurClass murmur) {
    return Ranking.auprc(positive(murmur), probability(murmur));
  }

  /** Of the probability of one class. */
  public Calibration calibration(MurmurClass murmur) {
    return Calibration.of(positive(murmur), probability(murmur), BINS);
  }

  /** Of the highest probability, whichever class it is of. */
  public Calibration calibration() {
    var right = new boolean[patients.size()];
    var highest = new double[patients.size()];
    for (int i = 0; i < right.length; i++) {
      Probabilities probabilities = patients.get(i).probabilities();
      MurmurClass likely = probabilities.mostLikely();
      right[i] = patients.get(i).label() == likely;
      highest[i] = probabilities.of(likely);
    }
    return Calibration.of(right, highest, BINS);
  }

  /** One class against the rest. */
  public ThresholdCurve curve(MurmurClass murmur) {
    return ThresholdCurve.of(positive(murmur), probability(murmur));
  }

  /** Mean squared distance of the three probabilities from the truth, 0 to 2. */
  double brierScore() {
    double sum = 0;
    for (ScoredPatient patient : patients) {
      for (MurmurClass murmur : MurmurClass.values()) {
        double truth = patient.label() == murmur ? 1 : 0;
        double distance = patient.probabilities().of(murmur) - truth;
        sum += distance * distance;
      }
    }
    return sum / patients.size();
  }

  /** Mean negative logarithm of the probability of what was found, in nats. */
  double logLoss() {
    double sum = 0;
    for (ScoredPatient patient : patients) {
      double found = patient.probabilities().of(patient.label());
      sum -= Math.log(Math.max(found, LEAST_PROBABILITY));
    }
    return sum / patients.size();
  }

  /** Which patients have a finding of the class. */
  public boolean[] positive(MurmurClass murmur) {
    var positive = new boolean[patients.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = patients.get(i).label() == murmur;
    }
    return positive;
  }

  private double[] probability(MurmurClass murmur) {
    return patients.stream().mapToDouble(p -> p.probabilities().of(murmur)).toArray();
  }

  /** As printed: three decimals, or a dash where a score is not defined. */
  static String text(double score) {
    return Double.isNaN(score) ? "–" : String.format(Locale.ROOT, "%.3f", score);
  }

  static String text(Bootstrap.Interval interval) {
    return Double.isNaN(interval.estimate())
        ? "–"
        : "%s [%s, %s]"
            .formatted(text(interval.estimate()), text(interval.low()), text(interval.high()));
  }
}
