package org.murmurstream.trainer.frames;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.core.metrics.Ranking;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.trainer.learning.FrameTargets;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.ScoredPatient;

/**
 * How well a network does by itself on patients it was not trained on. A patient's probabilities
 * are the mean over its recordings; intervals are of draws of subjects.
 *
 * @param patients how many
 * @param aucPresent area under the receiver operating characteristic of Present against the rest
 * @param aucUnknown the same of Unknown
 * @param aucPresentHighest of Present by the recording that says it loudest
 * @param aucUnknownUnmarked of Unknown by the mean share of frames that could not be marked
 * @param weightedAccuracy of deciding for the most likely class
 * @param uar unweighted average recall of the same decisions
 * @param exactStates share of marked frames whose phase is the most likely one
 */
public record FrameScore(
    int patients,
    Bootstrap.Interval aucPresent,
    Bootstrap.Interval aucUnknown,
    Bootstrap.Interval aucPresentHighest,
    Bootstrap.Interval aucUnknownUnmarked,
    Bootstrap.Interval weightedAccuracy,
    Bootstrap.Interval uar,
    double exactStates) {

  /**
   * Scores outputs against labels and marks.
   *
   * @param heard outputs by the names of the entries
   */
  public static FrameScore of(List<FrameDataSet.Entry> entries, Map<String, FrameOutputs> heard) {
    List<PatientOutputs> patients = PatientOutputs.of(entries, heard);
    List<ScoredPatient> scored = patients.stream().map(PatientOutputs::scored).toList();
    return new FrameScore(
        patients.size(),
        Measure.AUROC_PRESENT.interval(scored),
        Measure.AUROC_UNKNOWN.interval(scored),
        area(patients, MurmurClass.PRESENT, PatientOutputs::highestPresent),
        area(patients, MurmurClass.UNKNOWN, patient -> -patient.annotatable()),
        Measure.WACC.interval(scored),
        Measure.UAR.interval(scored),
        exactStates(entries, heard));
  }

  private static Bootstrap.Interval area(
      List<PatientOutputs> patients, MurmurClass label, ToDoubleFunction<PatientOutputs> score) {
    return Bootstrap.STANDARD.interval(
        patients,
        patient -> patient.patient().subject(),
        draw -> {
          var positive = new boolean[draw.size()];
          for (int i = 0; i < positive.length; i++) {
            positive[i] = draw.get(i).patient().label() == label;
          }
          return Ranking.auroc(positive, draw.stream().mapToDouble(score).toArray());
        });
  }

  private static double exactStates(
      List<FrameDataSet.Entry> entries, Map<String, FrameOutputs> heard) {
    long marked = 0;
    long exact = 0;
    for (FrameDataSet.Entry entry : entries) {
      FrameOutputs outputs = heard.get(entry.name());
      byte[] states = entry.recording().targets().states();
      for (int i = 0; i < states.length; i++) {
        if (states[i] != FrameTargets.IGNORED) {
          marked++;
          exact += states[i] == outputs.mostLikelyState(i) ? 1 : 0;
        }
      }
    }
    return (double) exact / marked;
  }
}
