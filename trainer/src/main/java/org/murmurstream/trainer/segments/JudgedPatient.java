package org.murmurstream.trainer.segments;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.metrics.PatientRule;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.model.sites.SegmentHead;
import org.murmurstream.trainer.result.DecisionTable;
import org.murmurstream.trainer.result.ScoredPatient;

/**
 * What a classifier of segments says of a patient it was not trained on.
 *
 * @param patient who, and the label
 * @param fold in which the patient is judged
 * @param recordings the probabilities of each recording: the softmax of its segments' mean logits
 * @param mean the softmax of the mean of the recordings' logits
 */
public record JudgedPatient(
    LabelledPatient patient, int fold, List<Probabilities> recordings, Probabilities mean) {

  /** From recordings to the patient. */
  public enum Rule {
    /** Present if any recording is, else Unknown if any is, else Absent. */
    ANY_PRESENT("Present if any recording is, else Unknown if any is"),
    /** The most likely class of the mean. */
    MEAN("The mean over recordings");

    private final String title;

    Rule(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  public JudgedPatient {
    recordings = List.copyOf(recordings);
  }

  /**
   * A patient by the logits of each recording.
   *
   * @param logits at least one
   */
  static JudgedPatient of(LabelledPatient patient, int fold, List<double[]> logits) {
    var mean = new double[logits.get(0).length];
    for (double[] recording : logits) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += recording[c] / logits.size();
      }
    }
    return new JudgedPatient(
        patient,
        fold,
        logits.stream().map(SegmentHead::probabilities).toList(),
        SegmentHead.probabilities(mean));
  }

  /** The mean of what several say of one patient's recordings, each in the same order. */
  static JudgedPatient together(List<JudgedPatient> answers) {
    JudgedPatient first = answers.get(0);
    List<Probabilities> recordings =
        IntStream.range(0, first.recordings.size())
            .mapToObj(
                i ->
                    Probabilities.mean(answers.stream().map(one -> one.recordings.get(i)).toList()))
            .toList();
    return new JudgedPatient(
        first.patient,
        first.fold,
        recordings,
        Probabilities.mean(answers.stream().map(JudgedPatient::mean).toList()));
  }

  /** The patient as decided by a rule; the probabilities are those of the mean. */
  public ScoredPatient decided(Rule rule) {
    return ScoredPatient.heldOut(
        patient,
        fold,
        switch (rule) {
          case ANY_PRESENT -> PatientRule.ANY_PRESENT.decide(recordings);
          case MEAN -> mean.mostLikely();
        },
        mean);
  }

  /** Writes patients as decided by {@link Rule#ANY_PRESENT}, and by the mean in a last column. */
  static void write(Path file, List<JudgedPatient> patients) {
    Map<String, MurmurClass> byMean =
        patients.stream()
            .map(judged -> judged.decided(Rule.MEAN))
            .collect(Collectors.toMap(one -> one.decision().patientId(), ScoredPatient::murmur));
    DecisionTable.writeHeldOut(
        file,
        patients.stream().map(judged -> judged.decided(Rule.ANY_PRESENT)).toList(),
        List.of(
            new DecisionTable.Column<>(
                "murmur_by_mean", one -> byMean.get(one.decision().patientId()))));
  }

  /** Of a patient: only the answer is ever printed. */
  @Override
  public String toString() {
    return "JudgedPatient[fold " + fold + ", " + mean + "]";
  }
}
