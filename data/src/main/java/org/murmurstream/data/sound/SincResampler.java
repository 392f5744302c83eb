package org.murmurstream.data.sound;

/**
 * Brings a sound to another sample rate by a sinc under a Hann window: what lies more than a
 * twentieth below half the lower of the two rates stays, what lies above it goes.
 */
final class SincResampler {

  private static final double PASSED = 0.97;
  private static final int ZERO_CROSSINGS = 48;

  private SincResampler() {}

  static Sound resample(Sound sound, int sampleRateHz) {
    if (sampleRateHz == sound.sampleRateHz()) {
      return sound;
    }
    int divisor = greatestCommonDivisor(sound.sampleRateHz(), sampleRateHz);
    int from = sound.sampleRateHz() / divisor;
    int to = sampleRateHz / divisor;
    double band = PASSED * Math.min(1, (double) to / from);
    int half = (int) Math.ceil(ZERO_CROSSINGS / band);
    var phases = new double[to][];
    double[] samples = sound.samples();
    var resampled = new double[(int) ((long) samples.length * to / from)];
    for (int n = 0; n < resampled.length; n++) {
      long place = (long) n * from;
      int phase = (int) (place % to);
      if (phases[phase] == null) {
        phases[phase] = kernel((double) phase / to, band, half);
      }
      double[] kernel = phases[phase];
      int first = (int) (place / to) - half + 1;
      double sum = 0;
      for (int k = Math.max(0, -first); k < kernel.length && first + k < samples.length; k++) {
        sum += kernel[k] * samples[first + k];
      }
      resampled[n] = sum;
    }
    return new Sound(sampleRateHz, resampled);
  }

  /** Weights of the samples around a place between two of them. */
  private static double[] kernel(double fraction, double band, int half) {
    var kernel = new double[2 * half];
    for (int k = 0; k < kernel.length; k++) {
      double t = k - half + 1 - fraction;
      double x = Math.PI * band * t;
      double sinc = x == 0 ? 1 : StrictMath.sin(x) / x;
      kernel[k] = band * sinc * (0.5 + 0.5 * StrictMath.cos(Math.PI * t / half));
    }
    return kernel;
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
