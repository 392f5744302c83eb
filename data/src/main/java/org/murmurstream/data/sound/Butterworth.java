package org.murmurstream.data.sound;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.Biquad;

/**
 * A causal Butterworth filter of any order by the bilinear transform, its corner (where half the
 * power passes) exactly where it is asked for: a cascade of sections of second order, with one of
 * first order if the order is odd.
 */
public final class Butterworth {

  private final List<Biquad> sections;
  private final boolean silent;

  private Butterworth(List<Biquad> sections, boolean silent) {
    this.sections = List.copyOf(sections);
    this.silent = silent;
  }

  /**
   * Takes away what is high. A corner that the sample rate cannot carry takes away nothing.
   *
   * @param order at least 1; 6 dB an octave each
   * @param hertz the corner, above 0
   */
  public static Butterworth lowPass(int order, double hertz, double sampleRateHz) {
    check(order, hertz);
    var sections = new ArrayList<Biquad>();
    if (hertz < sampleRateHz / 2) {
      for (int pair = 0; pair < order / 2; pair++) {
        sections.add(Biquad.lowPass(hertz, quality(order, pair), sampleRateHz));
      }
      if (order % 2 == 1) {
        double k = StrictMath.tan(Math.PI * hertz / sampleRateHz);
        sections.add(new Biquad(k / (k + 1), k / (k + 1), 0, (k - 1) / (k + 1), 0));
      }
    }
    return new Butterworth(sections, false);
  }

  /**
   * Takes away what is low. A corner that the sample rate cannot carry takes away everything.
   *
   * @param order at least 1; 6 dB an octave each
   * @param hertz the corner, above 0
   */
  public static Butterworth highPass(int order, double hertz, double sampleRateHz) {
    check(order, hertz);
    if (hertz >= sampleRateHz / 2) {
      return new Butterworth(List.of(), true);
    }
    var sections = new ArrayList<Biquad>();
    for (int pair = 0; pair < order / 2; pair++) {
      sections.add(Biquad.highPass(hertz, quality(order, pair), sampleRateHz));
    }
    if (order % 2 == 1) {
      double k = StrictMath.tan(Math.PI * hertz / sampleRateHz);
      sections.add(new Biquad(1 / (k + 1), -1 / (k + 1), 0, (k - 1) / (k + 1), 0));
    }
    return new Butterworth(sections, false);
  }

  /** Filters from rest. */
  public double[] filter(double[] signal) {
    if (silent) {
      return new double[signal.length];
    }
    double[] filtered = signal.clone();
    sections.forEach(section -> section.filter(filtered));
    return filtered;
  }

  /** Of a pair of poles, counted from the imaginary axis. */
  private static double quality(int order, int pair) {
    return 1 / (2 * StrictMath.sin(Math.PI * (2 * pair + 1) / (2 * order)));
  }

  private static void check(int order, double hertz) {
    if (order < 1 || !(hertz > 0)) {
      throw new IllegalArgumentException(
          "a filter has an order of at least 1 and a corner above 0 Hz, not %d and %s"
              .formatted(order, hertz));
    }
  }
}
