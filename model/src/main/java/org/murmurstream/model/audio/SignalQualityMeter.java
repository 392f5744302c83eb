package org.murmurstream.model.audio;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.murmurstream.core.Biquad;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SignalQuality;

/**
 * Measures the {@link SignalQuality} of recordings.
 *
 * <ul>
 *   <li><b>Clipped</b>: samples within one step of full scale, in runs of at least 0.75 ms and 3
 *       samples. Single samples at full scale are what a device that scales to its loudest sample
 *       leaves, and do no harm.
 *   <li><b>Silent</b>: windows of 100 ms whose samples lie within 4 steps of each other (less than
 *       the last three bits move).
 *   <li><b>Dropouts</b>: runs of one value, not at full scale, of at least 20 ms. A microphone's
 *       own noise breaks such runs within 2 ms.
 *   <li><b>Signal-to-noise ratio</b>: after a band-pass of 25 to 400 Hz, where heart sounds lie,
 *       the power of the 90th percentile of 50-ms frames (in the heart sounds) less that of the
 *       20th (between them), over that of the 20th, in decibels. Quantisation noise is the least
 *       noise assumed. A murmur that fills the whole cycle counts as noise.
 *   <li><b>Heart rate</b>: the power of the same band over 60 ms, its loudest twentieth cut off,
 *       correlated with itself within windows of 5 s at lags of 30 to 240 beats per minute. The
 *       rate is that of the shortest lag whose mean peak comes within 5 % of the highest, and
 *       plausible if that peak reaches 0.35 of the variance.
 * </ul>
 *
 * <p>Of several recordings, durations and dropouts add up, shares and decibels are averaged by
 * duration, and the heart rate is that of the most regular one.
 */
public final class SignalQualityMeter {

  private static final int FULL_SCALE = Short.MAX_VALUE - 1;
  private static final double CLIPPED_RUN_SECONDS = 0.00075;
  private static final int CLIPPED_RUN_SAMPLES = 3;
  private static final double DROPOUT_SECONDS = 0.02;
  private static final double SILENCE_WINDOW_SECONDS = 0.1;
  private static final int SILENCE_STEPS = 4;

  private static final double LOW_HZ = 25;
  private static final double HIGH_HZ = 400;
  private static final double SNR_FRAME_SECONDS = 0.05;
  private static final double SNR_MIN_SECONDS = 1;
  private static final double LOUD = 0.9;
  private static final double QUIET = 0.2;
  private static final double QUANTISATION_POWER = 1.0 / 12;

  private static final int ENVELOPE_HZ = 100;
  private static final int ENVELOPE_SMOOTHING = 6;
  private static final double ENVELOPE_CEILING = 0.95;
  private static final int MIN_LAG = 60 * ENVELOPE_HZ / 240;
  private static final int MAX_LAG = 60 * ENVELOPE_HZ / 30;
  private static final double RATE_MIN_SECONDS = 3;
  private static final int RATE_WINDOW = 5 * ENVELOPE_HZ;
  private static final double NEARLY_HIGHEST = 0.95;
  private static final double PLAUSIBLE = 0.35;

  private SignalQualityMeter() {}

  /**
   * Measures all recordings of one site.
   *
   * @param recordings of any sample rate and length, empty ones included
   */
  public static SignalQuality measure(List<Pcm> recordings) {
    double seconds = 0;
    double clippedSeconds = 0;
    double silentSeconds = 0;
    int dropouts = 0;
    double snrSeconds = 0;
    double snrSum = 0;
    Periodicity best = Periodicity.NONE;
    for (Pcm recording : recordings) {
      double length = recording.seconds();
      seconds += length;
      clippedSeconds += clippedSamples(recording) / (double) recording.sampleRateHz();
      silentSeconds += silentSeconds(recording);
      dropouts += dropouts(recording);
      double[] heartBand = heartBand(recording);
      OptionalDouble snr = snrDb(heartBand, recording.sampleRateHz());
      if (snr.isPresent()) {
        snrSeconds += length;
        snrSum += snr.getAsDouble() * length;
      }
      Periodicity periodicity = periodicity(heartBand, recording.sampleRateHz());
      if (periodicity.strength > best.strength) {
        best = periodicity;
      }
    }
    return new SignalQuality(
        seconds,
        seconds == 0 ? 0 : clippedSeconds / seconds,
        seconds == 0 ? 1 : Math.min(1, silentSeconds / seconds),
        dropouts,
        snrSeconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(snrSum / snrSeconds),
        best.strength < PLAUSIBLE ? OptionalDouble.empty() : OptionalDouble.of(best.bpm));
  }

  private static int clippedSamples(Pcm recording) {
    int least =
        Math.max(
            CLIPPED_RUN_SAMPLES, (int) Math.round(CLIPPED_RUN_SECONDS * recording.sampleRateHz()));
    int clipped = 0;
    int run = 0;
    for (short sample : recording.samples()) {
      if (Math.abs(sample) >= FULL_SCALE) {
        run++;
        clipped += run == least ? least : run > least ? 1 : 0;
      } else {
        run = 0;
      }
    }
    return clipped;
  }

  private static double silentSeconds(Pcm recording) {
    short[] samples = recording.samples();
    int window = Math.max(1, (int) (SILENCE_WINDOW_SECONDS * recording.sampleRateHz()));
    int silent = 0;
    for (int begin = 0; begin < samples.length; begin += window) {
      int end = Math.min(begin + window, samples.length);
      int min = Short.MAX_VALUE;
      int max = Short.MIN_VALUE;
      for (int i = begin; i < end; i++) {
        min = Math.min(min, samples[i]);
        max = Math.max(max, samples[i]);
      }
      if (max - min <= SILENCE_STEPS) {
        silent += end - begin;
      }
    }
    return silent / (double) recording.sampleRateHz();
  }

  private static int dropouts(Pcm recording) {
    short[] samples = recording.samples();
    int least = Math.max(2, (int) (DROPOUT_SECONDS * recording.sampleRateHz()));
    int dropouts = 0;
    int run = 1;
    for (int i = 1; i < samples.length; i++) {
      run = samples[i] == samples[i - 1] ? run + 1 : 1;
      if (run == least && Math.abs(samples[i]) < FULL_SCALE) {
        dropouts++;
      }
    }
    return dropouts;
  }

  private static double[] heartBand(Pcm recording) {
    short[] samples = recording.samples();
    double[] signal = new double[samples.length];
    double mean = 0;
    for (int i = 0; i < samples.length; i++) {
      mean += samples[i] / (double) samples.length;
    }
    for (int i = 0; i < samples.length; i++) {
      signal[i] = samples[i] - mean;
    }
    double rate = recording.sampleRateHz();
    if (LOW_HZ < 0.45 * rate) {
      Biquad.highPass(LOW_HZ, Biquad.BUTTERWORTH, rate).filter(signal);
    }
    if (HIGH_HZ < 0.45 * rate) {
      Biquad.lowPass(HIGH_HZ, Biquad.BUTTERWORTH, rate).filter(signal);
    }
    return signal;
  }

  private static OptionalDouble snrDb(double[] signal, int sampleRateHz) {
    if (signal.length < SNR_MIN_SECONDS * sampleRateHz) {
      return OptionalDouble.empty();
    }
    double[] power = framePower(signal, SNR_FRAME_SECONDS * sampleRateHz);
    Arrays.sort(power);
    double noise = Math.max(QUANTISATION_POWER, power[(int) (QUIET * (power.length - 1))]);
    double loud = power[(int) (LOUD * (power.length - 1))];
    return loud > noise
        ? OptionalDouble.of(10 * Math.log10((loud - noise) / noise))
        : OptionalDouble.empty();
  }

  private record Periodicity(double bpm, double strength) {
    static final Periodicity NONE = new Periodicity(Double.NaN, Double.NEGATIVE_INFINITY);
  }

  private static Periodicity periodicity(double[] signal, int sampleRateHz) {
    if (signal.length < RATE_MIN_SECONDS * sampleRateHz) {
      return Periodicity.NONE;
    }
    double[] correlation = autocorrelation(envelope(signal, sampleRateHz));
    double highest = Double.NEGATIVE_INFINITY;
    for (int lag = MIN_LAG; lag <= MAX_LAG; lag++) {
      if (isPeak(correlation, lag)) {
        highest = Math.max(highest, correlation[lag]);
      }
    }
    for (int lag = MIN_LAG; lag <= MAX_LAG; lag++) {
      if (isPeak(correlation, lag) && correlation[lag] >= NEARLY_HIGHEST * highest) {
        double bpm = 60 * ENVELOPE_HZ / (lag + peakOffset(correlation, lag));
        return new Periodicity(bpm, correlation[lag]);
      }
    }
    return Periodicity.NONE;
  }

  /** Power over 60 ms, every 10 ms, without its loudest moments. */
  private static double[] envelope(double[] signal, int sampleRateHz) {
    double[] fine = framePower(signal, sampleRateHz / (double) ENVELOPE_HZ);
    double[] envelope = new double[fine.length - ENVELOPE_SMOOTHING + 1];
    for (int i = 0; i < envelope.length; i++) {
      for (int j = 0; j < ENVELOPE_SMOOTHING; j++) {
        envelope[i] += fine[i + j] / ENVELOPE_SMOOTHING;
      }
    }
    double[] sorted = envelope.clone();
    Arrays.sort(sorted);
    double ceiling = sorted[(int) (ENVELOPE_CEILING * (sorted.length - 1))];
    for (int i = 0; i < envelope.length; i++) {
      envelope[i] = Math.min(envelope[i], ceiling);
    }
    return envelope;
  }

  /**
   * Correlation by lag, from 0 to one beyond the longest of interest: the mean over
   * half-overlapping windows, so that a rate that drifts does not blur it.
   */
  private static double[] autocorrelation(double[] envelope) {
    double[] mean = new double[MAX_LAG + 2];
    int window = Math.min(RATE_WINDOW, envelope.length);
    int windows = 0;
    for (int begin = 0; begin + window <= envelope.length; begin += RATE_WINDOW / 2) {
      double[] part = Arrays.copyOfRange(envelope, begin, begin + window);
      double centre = Arrays.stream(part).average().orElseThrow();
      Arrays.setAll(part, i -> part[i] - centre);
      double variance = autocorrelation(part, 0);
      if (variance > QUANTISATION_POWER) {
        windows++;
        for (int lag = 0; lag < mean.length; lag++) {
          mean[lag] += autocorrelation(part, lag) / variance;
        }
      }
    }
    int counted = Math.max(1, windows);
    Arrays.setAll(mean, lag -> mean[lag] / counted);
    return mean;
  }

  private static double autocorrelation(double[] signal, int lag) {
    double sum = 0;
    for (int i = lag; i < signal.length; i++) {
      sum += signal[i] * signal[i - lag];
    }
    return sum / (signal.length - lag);
  }

  private static boolean isPeak(double[] values, int i) {
    return values[i] > 0 && values[i] >= values[i - 1] && values[i] > values[i + 1];
  }

  /** Where between its neighbours the parabola through a peak has its vertex, -0.5 to 0.5. */
  private static double peakOffset(double[] values, int i) {
    double curvature = values[i - 1] - 2 * values[i] + values[i + 1];
    return curvature == 0 ? 0 : 0.5 * (values[i - 1] - values[i + 1]) / curvature;
  }

  private static double[] framePower(double[] signal, double frame) {
    int frames = (int) (signal.length / frame);
    double[] power = new double[frames];
    for (int f = 0; f < frames; f++) {
      int begin = (int) (f * frame);
      int end = (int) ((f + 1) * frame);
      double sum = 0;
      for (int i = begin; i < end; i++) {
        sum += signal[i] * signal[i];
      }
      power[f] = sum / (end - begin);
    }
    return power;
  }
}
