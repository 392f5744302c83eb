package org.murmurstream.trainer.committee;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.PatientFeatures;
import org.murmurstream.model.committee.RecordingEvidence;
import org.murmurstream.model.committee.SoundFigures;

/**
 * A patient as a decision meets one.
 *
 * @param patient who, and the truth
 * @param fold the fold in which the patient was held out
 * @param features of {@link PatientFeatures#of}
 * @param flaggedFeatures of {@link PatientFeatures#flagged}
 * @param figures of each recording
 * @param beats the highest probability of a murmur by beats in a recording; 0 if none has beats
 */
@SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
record DecisionSample(
    LabelledPatient patient,
    int fold,
    float[] features,
    float[] flaggedFeatures,
    List<SoundFigures> figures,
    double beats) {

  /** Puts the recordings of each patient together, in the order in which patients come first. */
  static List<DecisionSample> of(List<LabelledEvidence> recordings, List<Forest> forests) {
    Map<LabelledPatient, List<LabelledEvidence>> byPatient = new LinkedHashMap<>();
    for (LabelledEvidence recording : recordings) {
      byPatient.computeIfAbsent(recording.patient(), p -> new ArrayList<>()).add(recording);
    }
    return byPatient.entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue(), forests))
        .toList();
  }

  /** What the patient has. */
  MurmurClass label() {
    return patient.label();
  }

  @Override
  public String toString() {
    return "DecisionSample[fold " + fold + "]";
  }

  private static DecisionSample of(
      LabelledPatient patient, List<LabelledEvidence> recordings, List<Forest> forests) {
    int fold = recordings.get(0).fold();
    List<RecordingEvidence> evidence =
        recordings.stream().map(recording -> recording.evidence(forests.get(fold))).toList();
    List<SoundFigures> figures = recordings.stream().map(LabelledEvidence::figures).toList();
    return new DecisionSample(
        patient,
        fold,
        PatientFeatures.of(evidence),
        PatientFeatures.flagged(evidence, figures),
        figures,
        evidence.stream().flatMapToDouble(one -> one.beats().stream()).max().orElse(0));
  }
}
