package org.murmurstream.trainer.dense;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.model.MurmurClass;
import org.murmurstream.model.frames.FrameHead;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.model.metrics.Confusion;
import org.murmurstream.model.metrics.Ranking;
import org.murmurstream.model.training.FrameTargets;

/**
 * How well a network does by itself on patients it was not trained on. A patient's probabilities
 * are the mean over its recordings.
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
public record DenseScore(
    int patients,
    double aucPresent,
    double aucUnknown,
    double aucPresentHighest,
    double aucUnknownUnmarked,
    double weightedAccuracy,
    double uar,
    double exactStates) {

  /**
   * Scores outputs against labels and marks.
   *
   * @param heard outputs by the names of the entries
   */
  public static DenseScore of(List<DenseDataSet.Entry> entries, Map<String, FrameOutputs> heard) {
    var patients = new LinkedHashMap<Folds.Patient, Mean>();
    long marked = 0;
    long exact = 0;
    for (DenseDataSet.Entry entry : entries) {
      FrameOutputs outputs = heard.get(entry.name());
      patients.computeIfAbsent(entry.patient(), p -> new Mean()).add(outputs);
      byte[] states = entry.recording().targets().states();
      for (int i = 0; i < states.length; i++) {
        if (states[i] != FrameTargets.IGNORED) {
          marked++;
          exact += states[i] == mostLikely(outputs.states(), i) ? 1 : 0;
        }
      }
    }
    var labels = new ArrayList<MurmurClass>();
    var decisions = new ArrayList<MurmurClass>();
    patients.forEach(
        (patient, mean) -> {
          labels.add(patient.label());
          decisions.add(mean.decision());
        });
    Confusion confusion = Confusion.of(labels, decisions);
    List<Mean> means = List.copyOf(patients.values());
    boolean[] present = new boolean[labels.size()];
    boolean[] unknown = new boolean[labels.size()];
    for (int i = 0; i < present.length; i++) {
      present[i] = labels.get(i) == MurmurClass.PRESENT;
      unknown[i] = labels.get(i) == MurmurClass.UNKNOWN;
    }
    return new DenseScore(
        labels.size(),
        Ranking.auroc(
            present, means.stream().mapToDouble(m -> m.of(MurmurClass.PRESENT)).toArray()),
        Ranking.auroc(
            unknown, means.stream().mapToDouble(m -> m.of(MurmurClass.UNKNOWN)).toArray()),
        Ranking.auroc(present, means.stream().mapToDouble(m -> m.highestPresent).toArray()),
        Ranking.auroc(unknown, means.stream().mapToDouble(m -> -m.annotatable / m.count).toArray()),
        confusion.weightedAccuracy(),
        confusion.unweightedAverageRecall(),
        (double) exact / marked);
  }

  private static int mostLikely(float[] states, int frame) {
    int best = 0;
    for (int state = 1; state < FrameHead.STATES; state++) {
      if (states[frame * FrameHead.STATES + state] > states[frame * FrameHead.STATES + best]) {
        best = state;
      }
    }
    return best;
  }

  /** Means over the recordings of a patient. */
  private static final class Mean {
    private final Map<MurmurClass, Double> sums = new EnumMap<>(MurmurClass.class);
    private double annotatable;
    private double highestPresent;
    private int count;

    void add(FrameOutputs outputs) {
      for (MurmurClass murmur : MurmurClass.values()) {
        sums.merge(murmur, Math.exp(outputs.logProbability(murmur)), Double::sum);
      }
      highestPresent =
          Math.max(highestPresent, Math.exp(outputs.logProbability(MurmurClass.PRESENT)));
      double sum = 0;
      for (float frame : outputs.annotatable()) {
        sum += frame;
      }
      annotatable += sum / outputs.frames();
      count++;
    }

    double of(MurmurClass murmur) {
      return sums.get(murmur) / count;
    }

    /** The most likely class; the weights of the classes were applied in training already. */
    MurmurClass decision() {
      MurmurClass best = MurmurClass.ABSENT;
      for (MurmurClass murmur : MurmurClass.values()) {
        if (of(murmur) > of(best)) {
          best = murmur;
        }
      }
      return best;
    }
  }
}
