package org.murmurstream.sim.synthetic;

/** A second-order section, from Robert Bristow-Johnson's cookbook of audio equalizer filters. */
final class Biquad {

  private final double b0;
  private final double b1;
  private final double b2;
  private final double a1;
  private final double a2;
  private double z1;
  private double z2;

  private Biquad(double b0, double b1, double b2, double a0, double a1, double a2) {
    this.b0 = b0 / a0;
    this.b1 = b1 / a0;
    this.b2 = b2 / a0;
    this.a1 = a1 / a0;
    this.a2 = a2 / a0;
  }

  static Biquad highPass(double hertz, double quality, double sampleRateHz) {
    double w = 2 * Math.PI * hertz / sampleRateHz;
    double cos = StrictMath.cos(w);
    double alpha = StrictMath.sin(w) / (2 * quality);
    return new Biquad((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
  }

  /** Unit gain at the centre. */
  static Biquad bandPass(double hertz, double quality, double sampleRateHz) {
    double w = 2 * Math.PI * hertz / sampleRateHz;
    double alpha = StrictMath.sin(w) / (2 * quality);
    return new Biquad(alpha, 0, -alpha, 1 + alpha, -2 * StrictMath.cos(w), 1 - alpha);
  }

  double next(double x) {
    double y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    return y;
  }

  /** Filters in place. */
  void filter(double[] signal) {
    for (int i = 0; i < signal.length; i++) {
      signal[i] = next(signal[i]);
    }
  }
}
