package org.murmurstream.trainer.frames;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.trainer.result.PatientDecision;
import org.murmurstream.trainer.result.ScoredPatient;

/**
 * What a network says of a patient by itself: plain figures over its recordings.
 *
 * @param patient who, and the truth
 * @param mean the recordings' probabilities, averaged
 * @param highestPresent the highest probability of Present in a recording
 * @param annotatable mean probability that a frame could be marked, averaged over the recordings
 */
record PatientOutputs(
    LabelledPatient patient, Probabilities mean, double highestPresent, double annotatable) {

  /** All patients of some entries, in the order in which they come first. */
  static List<PatientOutputs> of(
      List<FrameDataSet.Entry> entries, Map<String, FrameOutputs> heard) {
    var recordings = new LinkedHashMap<LabelledPatient, List<FrameOutputs>>();
    for (FrameDataSet.Entry entry : entries) {
      recordings
          .computeIfAbsent(entry.patient(), p -> new ArrayList<>())
          .add(heard.get(entry.name()));
    }
    return recordings.entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Decided for the most likely class: the weights of classes were applied in training already. */
  ScoredPatient scored() {
    return new ScoredPatient(
        PatientDecision.of(patient.patientId(), mean.mostLikely(), mean, OptionalInt.empty()),
        patient);
  }

  private static PatientOutputs of(LabelledPatient patient, List<FrameOutputs> recordings) {
    double present = mean(recordings, MurmurClass.PRESENT);
    double unknown = mean(recordings, MurmurClass.UNKNOWN);
    double highest =
        recordings.stream()
            .mapToDouble(outputs -> Math.exp(outputs.logProbability(MurmurClass.PRESENT)))
            .max()
            .orElseThrow();
    double annotatable =
        recordings.stream().mapToDouble(PatientOutputs::annotatable).average().orElseThrow();
    double absent = Math.max(0, 1 - present - unknown);
    return new PatientOutputs(
        patient, new Probabilities(present, unknown, absent), highest, annotatable);
  }

  private static double mean(List<FrameOutputs> recordings, MurmurClass murmur) {
    return recordings.stream()
        .mapToDouble(outputs -> Math.exp(outputs.logProbability(murmur)))
        .average()
        .orElseThrow();
  }

  private static double annotatable(FrameOutputs outputs) {
    double sum = 0;
    for (float frame : outputs.annotatable()) {
      sum += frame;
    }
    return sum / outputs.frames();
  }
}
