package org.murmurstream.model.audio;

import org.murmurstream.core.Pcm;

/**
 * Brings a recording to another sample rate with a polyphase windowed sinc, any two rates to one
 * another. Plain Java arithmetic: the same bits on every machine.
 *
 * <p>With {@code g = gcd(from, to)}, {@code o = from / g}, {@code n = to / g}, {@code base = min(o,
 * n) * rolloff} and {@code z} zero crossings, output {@code n j + p} is
 *
 * <pre>
 * sum over k of h_p(k) x(o j + k),   h_p(k) = base / o * sinc(t) * cos^2(pi t / 2z),
 *                                    t = (k / o - p / n) * base,   |t| &lt; z
 * </pre>
 *
 * with {@code x = 0} outside the recording, as torchaudio's default resampler has it.
 */
public final class Resampler {

  private static final int MIN_RATE_HZ = 1000;
  private static final int MAX_RATE_HZ = 192_000;

  private final int step;
  private final int phases;
  private final int[] firstTap;
  private final float[][] taps;

  /**
   * @throws IllegalArgumentException if a rate is not within 1 to 192 kHz
   */
  public Resampler(int fromHz, int toHz, ResamplerConfig config) {
    requireRate(fromHz);
    requireRate(toHz);
    int gcd = gcd(fromHz, toHz);
    step = fromHz / gcd;
    phases = toHz / gcd;
    firstTap = new int[phases];
    taps = new float[phases][];
    if (fromHz == toHz) {
      taps[0] = new float[] {1};
      return;
    }
    double base = Math.min(step, phases) * config.rolloff();
    double reach = config.zeroCrossings() * step / base;
    for (int phase = 0; phase < phases; phase++) {
      double centre = (double) phase * step / phases;
      int first = (int) Math.ceil(centre - reach);
      int last = (int) Math.floor(centre + reach);
      firstTap[phase] = first;
      taps[phase] = new float[last - first + 1];
      for (int k = first; k <= last; k++) {
        double t = ((double) k / step - (double) phase / phases) * base;
        double window = StrictMath.cos(Math.PI * t / (2 * config.zeroCrossings()));
        taps[phase][k - first] = (float) (sinc(t) * window * window * base / step);
      }
    }
  }

  /** Samples that come out for so many that go in: the quotient rounded up. */
  public long outputLength(long inputLength) {
    return (inputLength * phases + step - 1) / step;
  }

  /** The whole recording at the new rate, full scale being 1. */
  public float[] resample(Pcm recording) {
    var out = new float[Math.toIntExact(outputLength(recording.samples().length))];
    for (int i = 0; i < out.length; i++) {
      out[i] = sample(recording.samples(), i);
    }
    return out;
  }

  /**
   * One sample of the output.
   *
   * @param samples the recording at the old rate
   * @param index index at the new rate
   */
  float sample(short[] samples, long index) {
    int phase = (int) (index % phases);
    float[] kernel = taps[phase];
    long start = index / phases * step + firstTap[phase];
    int from = (int) Math.max(0, -start);
    int to = (int) Math.min(kernel.length, samples.length - start);
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += (double) kernel[k] * samples[(int) start + k];
    }
    return (float) (sum * 0x1p-15);
  }

  private static double sinc(double t) {
    return t == 0 ? 1 : StrictMath.sin(Math.PI * t) / (Math.PI * t);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  static boolean takes(int hz) {
    return hz >= MIN_RATE_HZ && hz <= MAX_RATE_HZ;
  }

  private static void requireRate(int hz) {
    if (!takes(hz)) {
      throw new IllegalArgumentException(
          "a sample rate must be within %d to %d Hz, was %d Hz"
              .formatted(MIN_RATE_HZ, MAX_RATE_HZ, hz));
    }
  }
}
