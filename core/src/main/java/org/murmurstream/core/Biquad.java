package org.murmurstream.core;

/**
 * A filter of second order, by the bilinear transform (R. Bristow-Johnson, "Cookbook formulae for
 * audio equalizer biquad filter coefficients"): y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''.
 */
public record Biquad(double b0, double b1, double b2, double a1, double a2) {

  /** The quality of a Butterworth filter: as flat as can be where it passes. */
  public static final double BUTTERWORTH = Math.sqrt(0.5);

  /**
   * A low-pass filter.
   *
   * @param hertz its corner
   */
  public static Biquad lowPass(double hertz, double quality, double sampleRateHz) {
    double w = 2 * Math.PI * hertz / sampleRateHz;
    double cos = StrictMath.cos(w);
    double alpha = StrictMath.sin(w) / (2 * quality);
    return of((1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
  }

  /**
   * A high-pass filter.
   *
   * @param hertz its corner
   */
  public static Biquad highPass(double hertz, double quality, double sampleRateHz) {
    double w = 2 * Math.PI * hertz / sampleRateHz;
    double cos = StrictMath.cos(w);
    double alpha = StrictMath.sin(w) / (2 * quality);
    return of((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
  }

  /**
   * A band-pass filter of unit gain at the centre.
   *
   * @param hertz its centre
   */
  public static Biquad bandPass(double hertz, double quality, double sampleRateHz) {
    double w = 2 * Math.PI * hertz / sampleRateHz;
    double alpha = StrictMath.sin(w) / (2 * quality);
    return of(alpha, 0, -alpha, 1 + alpha, -2 * StrictMath.cos(w), 1 - alpha);
  }

  /** Filters in place, from rest: in direct form. */
  public void filter(double[] signal) {
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

  /** Filters sample by sample, from rest. */
  public Running running() {
    return new Running(this);
  }

  /**
   * A filter with what it remembers, in transposed direct form. Its last bits differ from those of
   * {@link #filter}; synthetic hearts and signal quality are each told apart by theirs, so neither
   * form can take the other's place.
   */
  public static final class Running {

    private final Biquad filter;
    private double z1;
    private double z2;

    private Running(Biquad filter) {
      this.filter = filter;
    }

    /** The filter's answer to the next sample. */
    public double next(double x) {
      double y = filter.b0 * x + z1;
      z1 = filter.b1 * x - filter.a1 * y + z2;
      z2 = filter.b2 * x - filter.a2 * y;
      return y;
    }
  }

  private static Biquad of(double b0, double b1, double b2, double a0, double a1, double a2) {
    return new Biquad(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0);
  }
}
