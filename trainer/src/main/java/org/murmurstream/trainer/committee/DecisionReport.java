package org.murmurstream.trainer.committee;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.core.metrics.Confusion;
import org.murmurstream.core.metrics.Ranking;
import org.murmurstream.model.sites.DecisionRule;
import org.murmurstream.trainer.frames.CodeVersion;

/** How good decisions are, with bootstrap intervals over subjects. */
public final class DecisionReport {

  private final DecisionRule rule;
  private final List<DecidedPatient> patients;

  /**
   * @param rule from probabilities to a class
   */
  public DecisionReport(DecisionRule rule, List<DecidedPatient> patients) {
    this.rule = rule;
    this.patients = List.copyOf(patients);
  }

  public MurmurClass decision(DecidedPatient patient) {
    return rule.decide(patient.probabilities());
  }

  public Confusion confusion() {
    return confusion(patients);
  }

  /** All scores by name. */
  public Map<String, Bootstrap.Interval> scores() {
    var scores = new LinkedHashMap<String, Bootstrap.Interval>();
    scores.put("AUC Present", interval(p -> auroc(p, MurmurClass.PRESENT)));
    scores.put("AUC Present, beats", interval(DecisionReport::aurocOfBeats));
    scores.put("AUC Unknown", interval(p -> auroc(p, MurmurClass.UNKNOWN)));
    scores.put("W.acc", interval(p -> confusion(p).weightedAccuracy()));
    scores.put("UAR", interval(p -> confusion(p).unweightedAverageRecall()));
    for (MurmurClass murmur : MurmurClass.values()) {
      scores.put("recall " + murmur, interval(p -> confusion(p).recall(murmur)));
    }
    return scores;
  }

  /**
   * All of it, to be kept with what was fitted.
   *
   * @param networks SHA-256 of the weights of each fold's networks
   */
  public DecisionRecord record(List<List<String>> networks) {
    Confusion confusion = confusion();
    var counts = new LinkedHashMap<MurmurClass, Map<MurmurClass, Integer>>();
    for (MurmurClass decided : MurmurClass.values()) {
      var row = new LinkedHashMap<MurmurClass, Integer>();
      for (MurmurClass found : MurmurClass.values()) {
        row.put(found, confusion.count(decided, found));
      }
      counts.put(decided, row);
    }
    return new DecisionRecord(
        CodeVersion.ofThisProgram(), networks, rule, patients.size(), scores(), counts);
  }

  /** Lines to be read by a person. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d patients, decision weights (Absent, Present, Unknown) = (%s, %s, %s)",
            patients.size(),
            rule.absentWeight(),
            rule.presentWeight(),
            rule.unknownWeight()));
    scores().forEach((name, interval) -> lines.add(line(name, interval)));
    lines.add("decided (rows) by finding (columns): PRESENT UNKNOWN ABSENT");
    Confusion confusion = confusion();
    for (MurmurClass decided : MurmurClass.values()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-8s %5d %5d %5d",
              decided,
              confusion.count(decided, MurmurClass.PRESENT),
              confusion.count(decided, MurmurClass.UNKNOWN),
              confusion.count(decided, MurmurClass.ABSENT)));
    }
    return lines;
  }

  private Bootstrap.Interval interval(ToDoubleFunction<List<DecidedPatient>> score) {
    return Bootstrap.STANDARD.interval(patients, patient -> patient.patient().subject(), score);
  }

  private static String line(String name, Bootstrap.Interval interval) {
    return String.format(
        Locale.ROOT,
        "%-19s %.3f [%.3f, %.3f]",
        name,
        interval.estimate(),
        interval.low(),
        interval.high());
  }

  private Confusion confusion(List<DecidedPatient> some) {
    return Confusion.of(
        some.stream().map(p -> p.patient().label()).toList(),
        some.stream().map(this::decision).toList());
  }

  private static double auroc(List<DecidedPatient> some, MurmurClass murmur) {
    return Ranking.auroc(
        positive(some, murmur),
        some.stream().mapToDouble(p -> p.probabilities().of(murmur)).toArray());
  }

  private static double aurocOfBeats(List<DecidedPatient> some) {
    return Ranking.auroc(
        positive(some, MurmurClass.PRESENT),
        some.stream().mapToDouble(DecidedPatient::beats).toArray());
  }

  private static boolean[] positive(List<DecidedPatient> some, MurmurClass murmur) {
    var positive = new boolean[some.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = some.get(i).patient().label() == murmur;
    }
    return positive;
  }
}
