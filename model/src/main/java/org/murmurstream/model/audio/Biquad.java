package org.murmurstream.model.audio;

/**
 * Second-order Butterworth filter in direct form, by the bilinear transform (R. Bristow-Johnson,
 * "Cookbook formulae for audio equalizer biquad filter coefficients").
 */
record Biquad(double b0, double b1, double b2, double a1, double a2) {

  static Biquad lowPass(double cutoffHz, double sampleRateHz) {
    double omega = 2 * Math.PI * cutoffHz / sampleRateHz;
    double cos = StrictMath.cos(omega);
    double alpha = StrictMath.sin(omega) / Math.sqrt(2);
    double a0 = 1 + alpha;
    double b1 = (1 - cos) / a0;
    return new Biquad(b1 / 2, b1, b1 / 2, -2 * cos / a0, (1 - alpha) / a0);
  }

  static Biquad highPass(double cutoffHz, double sampleRateHz) {
    double omega = 2 * Math.PI * cutoffHz / sampleRateHz;
    double cos = StrictMath.cos(omega);
    double alpha = StrictMath.sin(omega) / Math.sqrt(2);
    double a0 = 1 + alpha;
    double b1 = -(1 + cos) / a0;
    return new Biquad(-b1 / 2, b1, -b1 / 2, -2 * cos / a0, (1 - alpha) / a0);
  }

  /** Filters in place, from rest. */
  void filter(double[] signal) {
    double x1 = 0;
    double x2 = 0;
    double y1 = 0;
    double y2 = 0;
    for (int i = 0; i < signal.length; i++) {
      double x = signal[i];
      double y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      signal[i] = y;
    }
  }
}
