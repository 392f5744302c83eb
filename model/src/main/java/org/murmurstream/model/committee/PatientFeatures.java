package org.murmurstream.model.committee;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The figures a patient is decided by, whatever the number and order of recordings:
 *
 * <ul>
 *   <li>mean, highest and lowest over recordings of each figure of {@link FrameSummary};
 *   <li>mean over recordings of each figure of {@link SoundSummary}, or of {@link
 *       SoundFigures#SOUND} where recordings are brought to one level;
 *   <li>number of recordings;
 *   <li>log-odds of a murmur by the beat classifier: of the mean over recordings, of the highest,
 *       of the mean of the two highest; NaN, which is to say not known, if no recording has a beat.
 * </ul>
 */
public final class PatientFeatures {

  /** Number of figures of recordings as they were made. */
  public static final int SIZE = size(SoundSummary.SIZE);

  /** A forest of 400 trees can be surer than it has reason to be. */
  private static final double LEAST_PROBABILITY = 1e-3;

  private PatientFeatures() {}

  /**
   * The figures of one patient.
   *
   * @return {@link #size} values in the order above
   * @throws IllegalArgumentException if there is no recording
   */
  public static float[] of(List<RecordingEvidence> recordings) {
    if (recordings.isEmpty()) {
      throw new IllegalArgumentException("no recording to decide on");
    }
    int sounds = recordings.get(0).sound().values().length;
    var features = new float[size(sounds)];
    int next = 0;
    for (int i = 0; i < FrameSummary.SIZE; i++) {
      int figure = i;
      double[] sorted = sorted(recordings, e -> e.frames().values()[figure]);
      features[next++] = (float) mean(sorted, 0);
      features[next++] = (float) sorted[sorted.length - 1];
      features[next++] = (float) sorted[0];
    }
    for (int i = 0; i < sounds; i++) {
      int figure = i;
      features[next++] = (float) mean(sorted(recordings, e -> e.sound().values()[figure]), 0);
    }
    features[next++] = recordings.size();
    List<RecordingEvidence> beating =
        recordings.stream().filter(evidence -> evidence.beats().isPresent()).toList();
    double[] sorted = sorted(beating, evidence -> evidence.beats().getAsDouble());
    features[next++] = logOdds(mean(sorted, 0));
    features[next++] = logOdds(mean(sorted, Math.max(0, sorted.length - 1)));
    features[next] = logOdds(mean(sorted, Math.max(0, sorted.length - 2)));
    return features;
  }

  /**
   * Number of figures.
   *
   * @param sounds number of figures of the sound
   */
  public static int size(int sounds) {
    return 3 * FrameSummary.SIZE + sounds + 1 + 3;
  }

  /**
   * The figures of a patient whose sound is flagged: those of {@link #of}, and the median over
   * recordings of each figure {@link SoundFigures#QUALITY}.
   */
  public static float[] flagged(List<RecordingEvidence> recordings, List<SoundFigures> figures) {
    float[] plain = of(recordings);
    float[] features = Arrays.copyOf(plain, plain.length + SoundFigures.QUALITY.size());
    for (int i = 0; i < SoundFigures.QUALITY.size(); i++) {
      int figure = i;
      features[plain.length + i] = (float) Scrutiny.median(figures, one -> one.quality()[figure]);
    }
    return features;
  }

  /** Sorted, so that sums do not depend on the order of the recordings, not even by a bit. */
  private static double[] sorted(
      List<RecordingEvidence> recordings, ToDoubleFunction<RecordingEvidence> figure) {
    double[] values = recordings.stream().mapToDouble(figure).toArray();
    Arrays.sort(values);
    return values;
  }

  /** Mean of the values from an index on; NaN if there are none. */
  private static double mean(double[] values, int from) {
    double sum = 0;
    for (int i = from; i < values.length; i++) {
      sum += values[i];
    }
    return sum / (values.length - from);
  }

  private static float logOdds(double probability) {
    if (Double.isNaN(probability)) {
      return Float.NaN;
    }
    double p = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probability));
    return (float) StrictMath.log(p / (1 - p));
  }
}
