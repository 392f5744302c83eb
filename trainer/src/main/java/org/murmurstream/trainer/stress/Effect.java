package org.murmurstream.trainer.stress;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.murmurstream.core.Caution;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.data.circor.CircorFindings;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.PatientDecision;
import org.murmurstream.trainer.result.ScoredPatient;

/**
 * What a condition does to verdicts on the same patients. Shares are 0 to 1, and not a number if
 * there is nobody of whom they could be.
 *
 * @param patients how many were decided on
 * @param changed share of them who have another verdict than as recorded
 * @param sickNewlyAbsent share of those with a murmur who are called Absent, and were not
 * @param healthyNewlyPresent share of those without who are called Present, and were not
 * @param healthyNewlyUnknown share of those without who are called Unknown, and were not
 * @param scores of decisions under the condition, on patients with a finding
 * @param flagged share of patients with a flag, by flag
 * @param anyFlag share of patients with a flag, whichever
 * @param notHeard share of patients of whom nothing could be heard, such as at too low a sample
 *     rate; they are Unknown
 */
public record Effect(
    int patients,
    double changed,
    double sickNewlyAbsent,
    double healthyNewlyPresent,
    double healthyNewlyUnknown,
    Map<Measure, Double> scores,
    Map<Caution, Double> flagged,
    double anyFlag,
    double notHeard) {

  /** What is scored of every condition. */
  static final List<Measure> MEASURES =
      List.of(
          Measure.LOG_LOSS,
          Measure.AUROC_PRESENT,
          Measure.AUROC_UNKNOWN,
          Measure.WACC,
          Measure.UAR);

  public Effect {
    scores = new EnumMap<>(scores);
    flagged = flagged.isEmpty() ? Map.of() : new EnumMap<>(flagged);
  }

  /**
   * Compares.
   *
   * @param before decisions on recordings as they are
   * @param after decisions on the same patients under the condition, in the same order
   */
  static Effect of(
      List<PatientDecision> before, List<PatientDecision> after, CircorFindings findings) {
    var called = new HashMap<String, MurmurClass>();
    before.forEach(decision -> called.put(decision.patientId(), decision.murmur()));
    List<ScoredPatient> scored = ScoredPatient.of(after, findings);
    var scores = new EnumMap<Measure, Double>(Measure.class);
    MEASURES.forEach(
        measure -> scores.put(measure, scored.isEmpty() ? Double.NaN : measure.of(scored)));
    return new Effect(
        after.size(),
        share(after, decision -> decision.murmur() != called.get(decision.patientId())),
        newly(scored, called, MurmurClass.PRESENT, MurmurClass.ABSENT),
        newly(scored, called, MurmurClass.ABSENT, MurmurClass.PRESENT),
        newly(scored, called, MurmurClass.ABSENT, MurmurClass.UNKNOWN),
        scores,
        flagged(after),
        share(after, decision -> decision.reasons().stream().anyMatch(Effect::isFlag)),
        share(after, decision -> decision.undecided().isPresent()));
  }

  private static double newly(
      List<ScoredPatient> patients,
      Map<String, MurmurClass> called,
      MurmurClass found,
      MurmurClass now) {
    return share(
        patients.stream().filter(patient -> patient.label() == found).toList(),
        patient -> patient.murmur() == now && called.get(patient.patient().patientId()) != now);
  }

  private static Map<Caution, Double> flagged(List<PatientDecision> decisions) {
    var flagged = new EnumMap<Caution, Double>(Caution.class);
    for (PatientDecision decision : decisions) {
      decision.reasons().stream()
          .filter(Effect::isFlag)
          .map(Prediction.Reason::caution)
          .distinct()
          .forEach(flag -> flagged.merge(flag, 1.0 / decisions.size(), Double::sum));
    }
    return flagged;
  }

  /** A flag has figures; no other reason has. */
  private static boolean isFlag(Prediction.Reason reason) {
    return !reason.figures().isEmpty();
  }

  private static <T> double share(List<T> all, Predicate<T> some) {
    return all.isEmpty() ? Double.NaN : (double) all.stream().filter(some).count() / all.size();
  }
}
