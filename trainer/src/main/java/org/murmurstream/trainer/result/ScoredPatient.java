package org.murmurstream.trainer.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.circor.CircorFindings;

/** A patient's decision beside the truth. */
public record ScoredPatient(PatientDecision decision, LabelledPatient patient) {

  /** A patient who was held out in a fold. */
  public static ScoredPatient heldOut(
      LabelledPatient patient, int fold, MurmurClass murmur, Probabilities probabilities) {
    return new ScoredPatient(
        PatientDecision.of(patient.patientId(), murmur, probabilities, OptionalInt.of(fold)),
        patient);
  }

  /** The same, decided by a ruling, which tells why the decision deserves care. */
  public static ScoredPatient heldOut(
      LabelledPatient patient, int fold, Probabilities probabilities, Ruling ruling) {
    List<Prediction.Reason> reasons =
        ruling.cautions(probabilities).stream()
            .map(
                caution ->
                    new Prediction.Reason(caution, Optional.empty(), ruling.figures(caution)))
            .toList();
    ScoredPatient decided = heldOut(patient, fold, ruling.decide(probabilities), probabilities);
    return new ScoredPatient(
        decided.decision.because(ruling.regression(), ReasonText.rounded(reasons)), patient);
  }

  /** The same, decided for the most likely class. */
  public static ScoredPatient heldOut(
      LabelledPatient patient, int fold, Probabilities probabilities) {
    return heldOut(patient, fold, probabilities.mostLikely(), probabilities);
  }

  /** The patients with a finding, in the order of the decisions. */
  public static List<ScoredPatient> of(List<PatientDecision> decisions, CircorFindings findings) {
    var scored = new ArrayList<ScoredPatient>();
    for (PatientDecision decision : decisions) {
      findings
          .of(decision.patientId())
          .map(LabelledPatient::of)
          .ifPresent(patient -> scored.add(new ScoredPatient(decision, patient)));
    }
    return scored;
  }

  /** The class that is right. */
  public MurmurClass label() {
    return patient.label();
  }

  /** The person, where several patients are one. */
  public String subject() {
    return patient.subject();
  }

  /** The class decided on. */
  public MurmurClass murmur() {
    return decision.murmur();
  }

  /** The probabilities behind it. */
  public Probabilities probabilities() {
    return decision.probabilities();
  }

  /** Of a patient: only the class decided on is ever printed. */
  @Override
  public String toString() {
    return "ScoredPatient[" + murmur() + "]";
  }
}
