package org.murmurstream.trainer.committee;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.core.metrics.Confusion;
import org.murmurstream.core.metrics.Ranking;
import org.murmurstream.trainer.result.Figures;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.run.CodeVersion;

/** How good decisions are, with bootstrap intervals over subjects. */
public final class DecisionReport {

  private final DecisionRule rule;
  private final Doubts doubts;
  private final List<ScoredPatient> patients;
  private final Map<String, Double> beats;

  /**
   * @param rule from probabilities to a class
   * @param doubts what flags make of it
   * @param beats what the beat classifier says, see {@link DecisionCrossValidation.Result}
   */
  public DecisionReport(
      DecisionRule rule, Doubts doubts, List<ScoredPatient> patients, Map<String, Double> beats) {
    this.rule = rule;
    this.doubts = doubts;
    this.patients = List.copyOf(patients);
    this.beats = Map.copyOf(beats);
  }

  public Confusion confusion() {
    return new Figures(patients).confusion();
  }

  /** All scores by name. */
  public Map<String, Bootstrap.Interval> scores() {
    var scores = new LinkedHashMap<String, Bootstrap.Interval>();
    scores.put("AUC Present", Measure.AUROC_PRESENT.interval(patients));
    scores.put(
        "AUC Present, beats",
        Bootstrap.STANDARD.interval(patients, ScoredPatient::subject, this::aurocOfBeats));
    scores.put("AUC Unknown", Measure.AUROC_UNKNOWN.interval(patients));
    scores.put("log loss", Measure.LOG_LOSS.interval(patients));
    scores.put("W.acc", Measure.WACC.interval(patients));
    scores.put("UAR", Measure.UAR.interval(patients));
    scores.put("recall PRESENT", Measure.RECALL_PRESENT.interval(patients));
    scores.put("recall UNKNOWN", Measure.RECALL_UNKNOWN.interval(patients));
    scores.put("recall ABSENT", Measure.RECALL_ABSENT.interval(patients));
    return scores;
  }

  /**
   * All of it, to be kept with what was fitted.
   *
   * @param networks SHA-256 of the weights of each fold's networks
   * @param draws distortions of each patient's recordings that were fitted on as well
   */
  public DecisionRecord record(List<List<String>> networks, int draws) {
    return new DecisionRecord(
        CodeVersion.ofThisProgram(),
        networks,
        rule,
        doubts,
        draws,
        patients.size(),
        scores(),
        confusion().counts());
  }

  private double aurocOfBeats(List<ScoredPatient> some) {
    return Ranking.auroc(
        new Figures(some).positive(MurmurClass.PRESENT),
        some.stream().mapToDouble(patient -> beats.get(patient.decision().patientId())).toArray());
  }
}
