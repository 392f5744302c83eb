package org.murmurstream.model.beats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.SystolicExcess;
import org.murmurstream.core.metrics.Quantiles;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;

/**
 * How far each third of systole stands above the heart's own silence in diastole, by pitch: where
 * in systole a murmur is, how high and how loud.
 *
 * <p>For every systole of at least 3 frames the mean log-mel of its first, middle and last third;
 * for every diastole the mean of its last 60 %, when the second sound has died away. Of each of
 * these four the median, band by band, over the better half of beats: those an expert could most
 * likely mark. Neighbouring bands are averaged to {@value #BANDS}, and the diastolic spectrum is
 * taken from the systolic ones, which removes loudness and the colour of the stethoscope.
 *
 * @param early first third of systole: {@value #BANDS} values, lowest band first, in units of the
 *     normalised spectrogram
 * @param mid middle third
 * @param late last third
 */
@SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
public record BeatSpectrum(float[] early, float[] mid, float[] late) {

  /** Bands of each third. */
  public static final int BANDS = 16;

  /** Numbers in all. */
  public static final int SIZE = 3 * BANDS;

  private static final int THIRDS = 3;
  private static final double SILENT_SHARE = 0.6;

  /** From the natural logarithm of a power to decibels. */
  private static final double DECIBELS = 10 / Math.log(10);

  /** Frames to be averaged. */
  private record Piece(int start, int end) {}

  /**
   * The beat-synchronous spectrum of a recording.
   *
   * @param spectrogram as long as the outputs the cycles were cut from; phases that touch a masked
   *     frame do not count
   * @return empty if no systole, or no diastole, was found
   * @throws IllegalArgumentException if there are less than {@value #BANDS} bands
   */
  public static Optional<BeatSpectrum> of(HeartCycles cycles, Spectrogram spectrogram) {
    return of(cycles, spectrogram, 0);
  }

  /**
   * The same of more than the better half where there are few.
   *
   * @param leastBeats so many systoles, and diastoles, are used where there are so many
   */
  public static Optional<BeatSpectrum> of(
      HeartCycles cycles, Spectrogram spectrogram, int leastBeats) {
    if (spectrogram.bands() < BANDS) {
      throw new IllegalArgumentException(
          "a beat spectrum needs %d bands, not %d".formatted(BANDS, spectrogram.bands()));
    }
    List<PhaseRun> systoles = used(cycles, spectrogram, CyclePhase.SYSTOLE, leastBeats);
    List<PhaseRun> diastoles = used(cycles, spectrogram, CyclePhase.DIASTOLE, leastBeats);
    if (systoles.isEmpty() || diastoles.isEmpty()) {
      return Optional.empty();
    }
    double[] silence =
        spectrum(spectrogram, diastoles.stream().map(BeatSpectrum::silence).toList());
    var thirds = new ArrayList<float[]>();
    for (int i = 0; i < THIRDS; i++) {
      int third = i;
      double[] sound =
          spectrum(spectrogram, systoles.stream().map(run -> third(run, third)).toList());
      thirds.add(difference(sound, silence));
    }
    return Optional.of(new BeatSpectrum(thirds.get(0), thirds.get(1), thirds.get(2)));
  }

  /**
   * The mean of the spectra of several recordings.
   *
   * @param all at least one
   */
  public static BeatSpectrum mean(List<BeatSpectrum> all) {
    return new BeatSpectrum(
        mean(all, BeatSpectrum::early),
        mean(all, BeatSpectrum::mid),
        mean(all, BeatSpectrum::late));
  }

  /** All {@value #SIZE} numbers: early, mid, late. */
  public float[] values() {
    var values = new float[SIZE];
    System.arraycopy(early, 0, values, 0, BANDS);
    System.arraycopy(mid, 0, values, BANDS, BANDS);
    System.arraycopy(late, 0, values, 2 * BANDS, BANDS);
    return values;
  }

  /**
   * The same in a clinician's units.
   *
   * @param frontEnd that of the spectrogram
   */
  public SystolicExcess decibels(FrontEndConfig frontEnd) {
    double unit = frontEnd.normalisation().deviation() * DECIBELS;
    double[] edges = frontEnd.bandEdgesHz();
    var grouped = new ArrayList<Double>();
    for (int band = 0; band <= BANDS; band++) {
      grouped.add(edges[first(band, frontEnd.bands())]);
    }
    return new SystolicExcess(grouped, scaled(early, unit), scaled(mid, unit), scaled(late, unit));
  }

  /** Derived from a patient's audio: nothing of it is ever printed. */
  @Override
  public String toString() {
    return "BeatSpectrum[" + SIZE + " values]";
  }

  /**
   * The better half of the systoles or diastoles that touch no masked frame, but so many at least.
   * Of an odd number the middle one counts to the better half; of equal ones the earlier.
   */
  public static List<PhaseRun> used(
      HeartCycles cycles, Spectrogram spectrogram, CyclePhase phase, int least) {
    int shortest = phase == CyclePhase.SYSTOLE ? THIRDS : 1;
    List<PhaseRun> runs =
        cycles.phases().stream()
            .filter(run -> run.phase() == phase && run.length() >= shortest)
            .filter(run -> !spectrogram.isMasked(run.start(), run.end()))
            .toList();
    return runs.stream()
        .sorted(Comparator.comparingDouble(PhaseRun::annotatable).reversed())
        .limit(Math.max((runs.size() + 1) / 2, Math.min(runs.size(), least)))
        .toList();
  }

  private static Piece silence(PhaseRun run) {
    int length = Math.max(1, (int) Math.round(SILENT_SHARE * run.length()));
    return new Piece(run.end() - length, run.end());
  }

  private static Piece third(PhaseRun run, int third) {
    return new Piece(
        run.start() + third * run.length() / THIRDS,
        run.start() + (third + 1) * run.length() / THIRDS);
  }

  /** Median over pieces of each band's mean over time, neighbouring bands averaged. */
  private static double[] spectrum(Spectrogram spectrogram, List<Piece> pieces) {
    var spectrum = new double[BANDS];
    for (int group = 0; group < BANDS; group++) {
      int from = first(group, spectrogram.bands());
      int to = first(group + 1, spectrogram.bands());
      for (int band = from; band < to; band++) {
        int row = band * spectrogram.frames();
        double[] means =
            pieces.stream().mapToDouble(piece -> mean(spectrogram.values(), row, piece)).toArray();
        spectrum[group] += Quantiles.median(means) / (to - from);
      }
    }
    return spectrum;
  }

  private static double mean(float[] values, int row, Piece piece) {
    double sum = 0;
    for (int frame = piece.start(); frame < piece.end(); frame++) {
      sum += values[row + frame];
    }
    return sum / (piece.end() - piece.start());
  }

  private static float[] mean(List<BeatSpectrum> all, Function<BeatSpectrum, float[]> third) {
    var mean = new float[BANDS];
    for (int i = 0; i < BANDS; i++) {
      double sum = 0;
      for (BeatSpectrum one : all) {
        sum += third.apply(one)[i];
      }
      mean[i] = (float) (sum / all.size());
    }
    return mean;
  }

  private static int first(int group, int bands) {
    return group * bands / BANDS;
  }

  private static float[] difference(double[] sound, double[] silence) {
    var difference = new float[BANDS];
    for (int i = 0; i < BANDS; i++) {
      difference[i] = (float) (sound[i] - silence[i]);
    }
    return difference;
  }

  private static List<Double> scaled(float[] values, double unit) {
    var scaled = new ArrayList<Double>();
    for (float value : values) {
      scaled.add(value * unit);
    }
    return scaled;
  }
}
