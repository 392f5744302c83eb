package org.murmurstream.trainer.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.murmurstream.model.MurmurClass;
import org.murmurstream.model.Probabilities;
import org.murmurstream.model.metrics.Bootstrap;
import org.murmurstream.model.metrics.Calibration;
import org.murmurstream.model.metrics.Confusion;
import org.murmurstream.model.metrics.Ranking;
import org.murmurstream.model.metrics.ThresholdCurve;

/** How good decisions are. Intervals are of draws of subjects, not of patient ids. */
public final class Figures {

  private static final int BINS = 10;

  private final List<ScoredPatient> patients;

  public Figures(List<ScoredPatient> patients) {
    this.patients = List.copyOf(patients);
  }

  public List<ScoredPatient> patients() {
    return patients;
  }

  public Confusion confusion() {
    return confusion(patients);
  }

  /** Every score by its name, with its interval. */
  public Map<String, Bootstrap.Interval> all() {
    var scores = new LinkedHashMap<String, Bootstrap.Interval>();
    scores.put("W.acc", interval(some -> confusion(some).weightedAccuracy()));
    scores.put("UAR", interval(some -> confusion(some).unweightedAverageRecall()));
    for (MurmurClass murmur : MurmurClass.values()) {
      scores.put(name("recall", murmur), recall(murmur));
    }
    scores.put("accuracy", interval(some -> confusion(some).accuracy()));
    scores.put("F-measure", interval(some -> confusion(some).fMeasure()));
    for (MurmurClass murmur : MurmurClass.values()) {
      scores.put(name("AUROC", murmur), auroc(murmur));
    }
    for (MurmurClass murmur : MurmurClass.values()) {
      scores.put(
          name("AUPRC", murmur),
          interval(some -> Ranking.auprc(positive(some, murmur), score(some, murmur))));
    }
    scores.put("calibration error", interval(some -> ofDecided(some).expectedError()));
    scores.put("Brier score", interval(Figures::brier));
    return scores;
  }

  /** See {@link Confusion#weightedAccuracy()}. */
  Bootstrap.Interval weightedAccuracy() {
    return interval(some -> confusion(some).weightedAccuracy());
  }

  /** See {@link Confusion#recall}. */
  Bootstrap.Interval recall(MurmurClass murmur) {
    return interval(some -> confusion(some).recall(murmur));
  }

  /** See {@link Ranking#auroc}; one class against the rest. */
  Bootstrap.Interval auroc(MurmurClass murmur) {
    return interval(some -> Ranking.auroc(positive(some, murmur), score(some, murmur)));
  }

  /** Of the probability of one class. */
  public Calibration calibration(MurmurClass murmur) {
    return Calibration.of(positive(patients, murmur), score(patients, murmur), BINS);
  }

  /** Of the highest probability, whichever class it is of. */
  public Calibration calibration() {
    return ofDecided(patients);
  }

  /** One class against the rest. */
  public ThresholdCurve curve(MurmurClass murmur) {
    return ThresholdCurve.of(positive(patients, murmur), score(patients, murmur));
  }

  private Bootstrap.Interval interval(ToDoubleFunction<List<ScoredPatient>> score) {
    SortedMap<String, List<ScoredPatient>> subjects = new TreeMap<>();
    for (ScoredPatient patient : patients) {
      subjects.computeIfAbsent(patient.subject(), subject -> new ArrayList<>()).add(patient);
    }
    return Bootstrap.STANDARD.interval(
        List.copyOf(subjects.values()),
        drawn -> score.applyAsDouble(drawn.stream().flatMap(Collection::stream).toList()));
  }

  private static String name(String score, MurmurClass murmur) {
    return score + " " + Predictions.spell(murmur);
  }

  private static Confusion confusion(List<ScoredPatient> some) {
    return Confusion.of(
        some.stream().map(ScoredPatient::label).toList(),
        some.stream().map(patient -> patient.decision().murmur()).toList());
  }

  private static boolean[] positive(List<ScoredPatient> some, MurmurClass murmur) {
    var positive = new boolean[some.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = some.get(i).label() == murmur;
    }
    return positive;
  }

  private static double[] score(List<ScoredPatient> some, MurmurClass murmur) {
    return some.stream().mapToDouble(p -> p.decision().probabilities().of(murmur)).toArray();
  }

  private static Calibration ofDecided(List<ScoredPatient> some) {
    var right = new boolean[some.size()];
    var highest = new double[some.size()];
    for (int i = 0; i < right.length; i++) {
      Probabilities probabilities = some.get(i).decision().probabilities();
      MurmurClass likely = MurmurClass.PRESENT;
      for (MurmurClass murmur : MurmurClass.values()) {
        likely = probabilities.of(murmur) > probabilities.of(likely) ? murmur : likely;
      }
      right[i] = some.get(i).label() == likely;
      highest[i] = probabilities.of(likely);
    }
    return Calibration.of(right, highest, BINS);
  }

  /** Mean squared distance of the three probabilities from the truth, 0 to 2. */
  private static double brier(List<ScoredPatient> some) {
    double sum = 0;
    for (ScoredPatient patient : some) {
      for (MurmurClass murmur : MurmurClass.values()) {
        double truth = patient.label() == murmur ? 1 : 0;
        double distance = patient.decision().probabilities().of(murmur) - truth;
        sum += distance * distance;
      }
    }
    return sum / some.size();
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
