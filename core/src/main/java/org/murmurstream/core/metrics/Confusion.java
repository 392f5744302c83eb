package org.murmurstream.core.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.MurmurClass;

/**
 * How often each class was predicted for each label, and the scores that follow from these counts.
 *
 * <p>The scores are those of the George B. Moody PhysioNet Challenge 2022, which ranks by {@link
 * #weightedAccuracy()}. A score that divides by zero is NaN, and a mean over classes with such a
 * score is NaN as well: a set without one of the classes cannot be compared by it.
 */
public final class Confusion {

  private static final MurmurClass[] CLASSES = MurmurClass.values();

  /** By predicted class, then by label. */
  private final Map<MurmurClass, Map<MurmurClass, Integer>> counts =
      new EnumMap<>(MurmurClass.class);

  private Confusion() {}

  /**
   * Counts patients.
   *
   * @param labels the truth, one per patient
   * @param predictions the decisions, in the same order
   * @throws IllegalArgumentException if there are not as many of the one as of the other
   */
  public static Confusion of(List<MurmurClass> labels, List<MurmurClass> predictions) {
    if (labels.size() != predictions.size()) {
      throw new IllegalArgumentException(
          "%d labels but %d predictions".formatted(labels.size(), predictions.size()));
    }
    var confusion = new Confusion();
    for (int i = 0; i < labels.size(); i++) {
      confusion
          .counts
          .computeIfAbsent(predictions.get(i), predicted -> new EnumMap<>(MurmurClass.class))
          .merge(labels.get(i), 1, Integer::sum);
    }
    return confusion;
  }

  /** Number of patients with this label for whom this class was predicted. */
  public int count(MurmurClass predicted, MurmurClass label) {
    return counts.getOrDefault(predicted, Map.of()).getOrDefault(label, 0);
  }

  /** Number of patients by predicted class and then by label, each with all classes. */
  public Map<MurmurClass, Map<MurmurClass, Integer>> counts() {
    var all = new EnumMap<MurmurClass, Map<MurmurClass, Integer>>(MurmurClass.class);
    for (MurmurClass predicted : CLASSES) {
      var row = new EnumMap<MurmurClass, Integer>(MurmurClass.class);
      for (MurmurClass label : CLASSES) {
        row.put(label, count(predicted, label));
      }
      all.put(predicted, row);
    }
    return all;
  }

  /** Number of patients. */
  public int total() {
    int total = 0;
    for (MurmurClass label : CLASSES) {
      total += labelled(label);
    }
    return total;
  }

  /** Correct decisions over all, each patient weighing 5 (Present), 3 (Unknown) or 1 (Absent). */
  public double weightedAccuracy() {
    double correct = 0;
    double total = 0;
    for (MurmurClass murmur : CLASSES) {
      correct += weight(murmur) * count(murmur, murmur);
      total += weight(murmur) * labelled(murmur);
    }
    return correct / total;
  }

  /** Share of correct decisions. */
  public double accuracy() {
    double correct = 0;
    for (MurmurClass murmur : CLASSES) {
      correct += count(murmur, murmur);
    }
    return correct / total();
  }

  /** Share of the patients with this label who were found; NaN if there are none. */
  public double recall(MurmurClass label) {
    return (double) count(label, label) / labelled(label);
  }

  /** Unweighted average recall: the plain mean of the three recalls. */
  public double unweightedAverageRecall() {
    double sum = 0;
    for (MurmurClass label : CLASSES) {
      sum += recall(label);
    }
    return sum / CLASSES.length;
  }

  /** Harmonic mean of recall and precision; NaN if the class is neither predicted nor a label. */
  public double fMeasure(MurmurClass murmur) {
    return 2.0 * count(murmur, murmur) / (labelled(murmur) + predicted(murmur));
  }

  /** Plain mean of the three F-measures. */
  public double fMeasure() {
    double sum = 0;
    for (MurmurClass murmur : CLASSES) {
      sum += fMeasure(murmur);
    }
    return sum / CLASSES.length;
  }

  /** What a patient of this class weighs in {@link #weightedAccuracy()}. */
  public static int weight(MurmurClass murmur) {
    return switch (murmur) {
      case PRESENT -> 5;
      case UNKNOWN -> 3;
      case ABSENT -> 1;
    };
  }

  private int labelled(MurmurClass label) {
    int sum = 0;
    for (MurmurClass predicted : CLASSES) {
      sum += count(predicted, label);
    }
    return sum;
  }

  private int predicted(MurmurClass predicted) {
    int sum = 0;
    for (MurmurClass label : CLASSES) {
      sum += count(predicted, label);
    }
    return sum;
  }
}
