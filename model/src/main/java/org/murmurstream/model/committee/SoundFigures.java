package org.murmurstream.model.committee;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.murmurstream.core.metrics.Quantiles;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Levelled;
import org.murmurstream.model.audio.Spectrogram;

/**
 * What a recording that was brought to one level sounds like, whatever its level and length, and
 * what tells whether such sound is familiar.
 *
 * @param sound the figures {@link #SOUND}
 * @param quality the figures {@link #QUALITY}
 * @param loudSteps how many steps of its samples the sound is loud
 * @param clearSeconds how long it is without silence and dropouts
 * @param maskedShare share of it that has dropped out, 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
public record SoundFigures(
    float[] sound, float[] quality, double loudSteps, double clearSeconds, double maskedShare) {

  /**
   * What the regressions are given of the sound, in this order: quantiles of the energy of blocks,
   * in ln, less the median; mean of the lower, middle and upper third of bands; deviation of the
   * spectrogram and its mean change from frame to frame; share of samples at the recording's own
   * peak, as ln(1 + 10^4 share); the peak above the median of energy, in ln of power.
   */
  public static final List<String> SOUND =
      List.of(
          "q05-q50",
          "q25-q50",
          "q75-q50",
          "q95-q50",
          "bandLo",
          "bandMid",
          "bandHi",
          "deviation",
          "change",
          "flat",
          "crest");

  /**
   * Further figures, in ln of power: how far loud stands above quiet in bands 0 to 7, 8 to 19 and
   * from 20 on; how far the first of these groups stands above the second, and that above the
   * third; how far a band of mains hum stands above its neighbours in quiet.
   */
  public static final List<String> QUALITY =
      List.of("range lo", "range mid", "range hi", "tilt1", "tilt2", "hum");

  /** Fewer bands do not fill the groups that are compared. */
  public static final int LEAST_BANDS = 21;

  private static final double[] QUANTILES = {0.05, 0.25, 0.75, 0.95};
  private static final double LEAST_POWER = 1e-10;
  private static final double LEAST_COUNTS = 1e-3;
  private static final double PEAK_SHARE = 0.998;
  private static final double FLAT_SCALE = 1e4;
  private static final int THIRDS = 3;
  private static final int[] GROUPS = {0, 8, 20};
  private static final double QUIET = 0.05;
  private static final double LOUD = 0.95;
  private static final double MIDDLE = 0.5;

  /** Measures a recording. */
  public static SoundFigures of(Levelled level, Spectrogram spectrogram, FrontEndConfig config) {
    return new SoundFigures(
        sound(level, spectrogram, level.scale(config.level())),
        quality(spectrogram, config.normalisation().deviation()),
        level.loudSteps(),
        (double) level.clearSamples() / config.sampleRateHz(),
        level.maskedShare());
  }

  /** A figure of {@link #SOUND} or {@link #QUALITY}. */
  public double figure(String name) {
    int index = SOUND.indexOf(name);
    if (index >= 0) {
      return sound[index];
    }
    index = QUALITY.indexOf(name);
    if (index >= 0) {
      return quality[index];
    }
    throw new IllegalArgumentException("there is no figure '" + name + "'");
  }

  /** Derived from a patient's audio: nothing of it is ever printed. */
  @Override
  public String toString() {
    return "SoundFigures[]";
  }

  private static float[] sound(Levelled level, Spectrogram spectrogram, double scale) {
    var values = new float[SOUND.size()];
    int next = 0;
    double[] energies =
        Arrays.stream(level.blocks())
            .map(energy -> StrictMath.log(LEAST_POWER + energy * scale * scale))
            .toArray();
    double median = Quantiles.of(energies, MIDDLE);
    for (double quantile : QUANTILES) {
      values[next++] = (float) (Quantiles.of(energies, quantile) - median);
    }
    int bands = spectrogram.bands();
    for (int third = 0; third < THIRDS; third++) {
      values[next++] =
          (float) mean(spectrogram, third * bands / THIRDS, (third + 1) * bands / THIRDS);
    }
    values[next++] = (float) deviation(spectrogram);
    values[next++] = (float) change(spectrogram);
    values[next++] = (float) StrictMath.log(1 + FLAT_SCALE * flatShare(level.raw()));
    double peak = peak(level.samples());
    double typical =
        Quantiles.of(
            Arrays.stream(level.blocks())
                .map(energy -> StrictMath.log(LEAST_COUNTS + energy))
                .toArray(),
            MIDDLE);
    values[next] = (float) (StrictMath.log(peak * peak) - typical);
    return values;
  }

  private static float[] quality(Spectrogram spectrogram, double deviation) {
    int bands = spectrogram.bands();
    var quiet = new double[bands];
    var middle = new double[bands];
    var loud = new double[bands];
    int[] frames = clear(spectrogram).toArray();
    for (int band = 0; band < bands; band++) {
      int row = band * spectrogram.frames();
      double[] sorted =
          Arrays.stream(frames)
              .mapToDouble(frame -> spectrogram.values()[row + frame] * deviation)
              .sorted()
              .toArray();
      quiet[band] = ranked(sorted, QUIET);
      middle[band] = ranked(sorted, MIDDLE);
      loud[band] = ranked(sorted, LOUD);
    }
    var values = new float[QUALITY.size()];
    var level = new double[GROUPS.length];
    for (int group = 0; group < GROUPS.length; group++) {
      int from = GROUPS[group];
      int to = group + 1 < GROUPS.length ? GROUPS[group + 1] : bands;
      values[group] = (float) (mean(loud, from, to) - mean(quiet, from, to));
      level[group] = mean(middle, from, to);
    }
    values[3] = (float) (level[0] - level[1]);
    values[4] = (float) (level[1] - level[2]);
    values[5] =
        (float)
            Math.max(quiet[1] - (quiet[0] + quiet[4]) / 2, quiet[2] - (quiet[0] + quiet[5]) / 2);
    return values;
  }

  /** The value at rank floor(n p). */
  private static double ranked(double[] sorted, double p) {
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * p))];
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).average().orElse(0);
  }

  private static double mean(Spectrogram spectrogram, int fromBand, int toBand) {
    double sum = 0;
    for (int band = fromBand; band < toBand; band++) {
      int row = band * spectrogram.frames();
      for (int frame = 0; frame < spectrogram.frames(); frame++) {
        sum += spectrogram.values()[row + frame]; // 0 where masked
      }
    }
    return sum / ((double) (toBand - fromBand) * spectrogram.clearFrames());
  }

  private static double deviation(Spectrogram spectrogram) {
    double sum = 0;
    double squares = 0;
    for (float value : spectrogram.values()) {
      sum += value;
      squares += (double) value * value;
    }
    double count = (double) spectrogram.bands() * spectrogram.clearFrames();
    double mean = sum / count;
    return Math.sqrt(Math.max(0, squares / count - mean * mean));
  }

  /** Over pairs of neighbouring frames neither of which is masked; 0 if there are none. */
  private static double change(Spectrogram spectrogram) {
    double sum = 0;
    int pairs = 0;
    BitSet masked = spectrogram.masked();
    for (int frame = 1; frame < spectrogram.frames(); frame++) {
      if (masked.get(frame) || masked.get(frame - 1)) {
        continue;
      }
      pairs++;
      for (int band = 0; band < spectrogram.bands(); band++) {
        int at = band * spectrogram.frames() + frame;
        sum += Math.abs(spectrogram.values()[at] - spectrogram.values()[at - 1]);
      }
    }
    return pairs == 0 ? 0 : sum / ((double) pairs * spectrogram.bands());
  }

  private static double flatShare(double[] samples) {
    double limit = PEAK_SHARE * peak(samples);
    return (double) Arrays.stream(samples).filter(x -> Math.abs(x) >= limit).count()
        / samples.length;
  }

  private static double peak(double[] samples) {
    return Arrays.stream(samples).map(Math::abs).max().orElse(0);
  }

  private static IntStream clear(Spectrogram spectrogram) {
    return IntStream.range(0, spectrogram.frames())
        .filter(frame -> !spectrogram.masked().get(frame));
  }
}
