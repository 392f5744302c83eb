package org.murmurstream.model.committee;

import java.util.Arrays;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.metrics.Quantiles;
import org.murmurstream.model.audio.Spectrogram;

/**
 * What the sound of one recording is like, whatever the heart does: how loud and how even it is, at
 * which pitch, for how long. Recordings that allow no decision differ in this.
 *
 * @param values the {@value #SIZE} figures: the 5th, 25th, 50th, 75th and 95th percentile of the
 *     energy of 50-ms pieces, in ln of full scale squared; mean of the lower, middle and upper
 *     third of bands of the spectrogram; its deviation; its mean change from frame to frame; share
 *     of samples at full scale; ln of the length in seconds
 */
@SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
public record SoundSummary(float[] values) {

  /** Number of figures. */
  public static final int SIZE = 12;

  private static final double[] PERCENTILES = {0.05, 0.25, 0.5, 0.75, 0.95};
  private static final int THIRDS = 3;
  private static final int PIECES_PER_SECOND = 20;
  private static final double FULL_SCALE = -(double) Short.MIN_VALUE;

  /** Below a step of the 16-bit scale: what digital silence counts as. */
  private static final double SILENCE = 1e-10;

  /** Sums up one recording of at least 50 ms. */
  public static SoundSummary of(Pcm recording, Spectrogram spectrogram) {
    var values = new float[SIZE];
    int next = 0;
    double[] energies = energies(recording);
    for (double percentile : PERCENTILES) {
      values[next++] = (float) Quantiles.ofSorted(energies, percentile);
    }
    int bands = spectrogram.bands();
    for (int third = 0; third < THIRDS; third++) {
      values[next++] =
          (float) mean(spectrogram, third * bands / THIRDS, (third + 1) * bands / THIRDS);
    }
    values[next++] = (float) deviation(spectrogram.values());
    values[next++] = (float) change(spectrogram);
    values[next++] = (float) fullScaleShare(recording.samples());
    values[next] = (float) StrictMath.log(recording.seconds());
    return new SoundSummary(values);
  }

  /** Derived from a patient's audio: nothing of it is ever printed. */
  @Override
  public String toString() {
    return "SoundSummary[" + SIZE + " values]";
  }

  private static double[] energies(Pcm recording) {
    short[] samples = recording.samples();
    int length = Math.max(1, recording.sampleRateHz() / PIECES_PER_SECOND);
    var energies = new double[Math.max(1, samples.length / length)];
    for (int piece = 0; piece < energies.length; piece++) {
      double power = SILENCE;
      int end = Math.min(samples.length, (piece + 1) * length);
      for (int i = piece * length; i < end; i++) {
        double sample = samples[i] / FULL_SCALE;
        power += sample * sample / length;
      }
      energies[piece] = StrictMath.log(power);
    }
    Arrays.sort(energies);
    return energies;
  }

  private static double mean(Spectrogram spectrogram, int fromBand, int toBand) {
    double sum = 0;
    int from = fromBand * spectrogram.frames();
    int to = toBand * spectrogram.frames();
    for (int i = from; i < to; i++) {
      sum += spectrogram.values()[i];
    }
    return sum / Math.max(1, to - from);
  }

  private static double deviation(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  }

  private static double change(Spectrogram spectrogram) {
    double sum = 0;
    for (int band = 0; band < spectrogram.bands(); band++) {
      int row = band * spectrogram.frames();
      for (int i = 1; i < spectrogram.frames(); i++) {
        sum += Math.abs(spectrogram.values()[row + i] - spectrogram.values()[row + i - 1]);
      }
    }
    return sum / spectrogram.values().length;
  }

  private static double fullScaleShare(short[] samples) {
    int full = 0;
    for (short sample : samples) {
      full += sample == Short.MAX_VALUE || sample == Short.MIN_VALUE ? 1 : 0;
    }
    return (double) full / samples.length;
  }
}
