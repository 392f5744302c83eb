package org.murmurstream.trainer.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.Prediction;

/**
 * A patient who was listened to.
 *
 * @param prediction the answer, as the stream application would give it
 * @param faults recordings that took no part
 */
public record HeardPatient(Prediction prediction, List<PatientDecision.Fault> faults) {

  public HeardPatient {
    faults = List.copyOf(faults);
  }

  /** The decision; Unknown if there is no verdict. */
  PatientDecision decision() {
    String patientId = prediction.exam().patientId();
    List<Prediction.Reason> reasons = ReasonText.rounded(prediction.reasons());
    return prediction
        .verdict()
        .map(verdict -> decision(patientId, verdict, reasons))
        .orElseGet(() -> PatientDecision.undecided(patientId, undecided(), faults, reasons));
  }

  private PatientDecision decision(
      String patientId, Verdict verdict, List<Prediction.Reason> reasons) {
    return new PatientDecision(
        patientId,
        verdict.murmur(),
        verdict.probabilities(),
        OptionalInt.empty(),
        verdict.sites().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, site -> site.getValue().alone())),
        Optional.empty(),
        faults,
        verdict.ruling().regression(),
        reasons);
  }

  private String undecided() {
    if (prediction.evidence().failed()) {
      return PatientDecision.MODEL_FAILURE;
    }
    return faults.isEmpty()
        ? PatientDecision.NO_RECORDING
        : faults.stream()
            .map(PatientDecision.Fault::reason)
            .distinct()
            .sorted()
            .collect(Collectors.joining(" and "));
  }
}
