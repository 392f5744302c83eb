package org.murmurstream.data.sound;

import java.util.function.DoubleUnaryOperator;

/**
 * A filter of any smooth response that moves nothing in time: its impulse response is symmetric.
 */
final class LinearPhase {

  /** The middle of the impulse response and one side of it. */
  private final double[] side;

  private LinearPhase(double[] side) {
    this.side = side;
  }

  /**
   * By sampling the response at steps of half the resolution, under a Hann window.
   *
   * @param response natural logarithm of power at a frequency above 0 Hz
   * @param resolutionHz steps of the response narrower than this are blurred
   */
  static LinearPhase of(DoubleUnaryOperator response, int sampleRateHz, double resolutionHz) {
    int half = (int) Math.ceil(sampleRateHz / (2 * resolutionHz));
    int turn = 4 * half;
    var cosines = new double[turn];
    for (int i = 0; i < turn; i++) {
      cosines[i] = StrictMath.cos(2 * Math.PI * i / turn);
    }
    var amplitudes = new double[turn / 2 + 1];
    for (int m = 0; m < amplitudes.length; m++) {
      // the response at 0 Hz may be endless: that of half a step stands for it
      double hertz = Math.max(m, 0.5) * sampleRateHz / turn;
      amplitudes[m] = StrictMath.exp(response.applyAsDouble(hertz) / 2);
    }
    var side = new double[half + 1];
    for (int k = 0; k <= half; k++) {
      double sum = amplitudes[0] + amplitudes[turn / 2] * cosines[k * (turn / 2) % turn];
      for (int m = 1; m < turn / 2; m++) {
        sum += 2 * amplitudes[m] * cosines[(int) ((long) k * m % turn)];
      }
      side[k] = sum / turn * (0.5 + 0.5 * StrictMath.cos(Math.PI * k / (half + 1)));
    }
    return new LinearPhase(side);
  }

  /** Filters; beyond both ends there is silence. */
  double[] filter(double[] signal) {
    int half = side.length - 1;
    var padded = new double[signal.length + 2 * half];
    System.arraycopy(signal, 0, padded, half, signal.length);
    var filtered = new double[signal.length];
    for (int i = 0; i < filtered.length; i++) {
      double sum = side[0] * padded[i + half];
      for (int k = 1; k <= half; k++) {
        sum += side[k] * (padded[i + half - k] + padded[i + half + k]);
      }
      filtered[i] = sum;
    }
    return filtered;
  }
}
