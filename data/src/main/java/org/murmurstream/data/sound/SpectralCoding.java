package org.murmurstream.data.sound;

import java.util.Arrays;

/**
 * What is left of a sound after it was sent with few bits, as codecs for speech and music do: the
 * spectrum of overlapping frames of 32 ms (modified discrete cosine transform under a sine window;
 * J. Princen, A. Bradley 1986) is rounded to multiples of a share of its own root mean square. What
 * is weaker than half a step is lost altogether. There is no model of hearing, and no bit rate.
 */
final class SpectralCoding {

  private static final double FRAME_SECONDS = 0.032;

  private final int lines;
  private final double[] window;

  /** The transform: {@code [lines, 2 * lines]}. */
  private final double[][] cosines;

  private SpectralCoding(int lines) {
    this.lines = lines;
    this.window = new double[2 * lines];
    for (int i = 0; i < window.length; i++) {
      window[i] = StrictMath.sin(Math.PI * (i + 0.5) / (2 * lines));
    }
    // A whole turn in steps of which each angle of the transform is a multiple.
    var turn = new double[8 * lines];
    for (int i = 0; i < turn.length; i++) {
      turn[i] = StrictMath.cos(2 * Math.PI * i / turn.length);
    }
    this.cosines = new double[lines][2 * lines];
    for (int k = 0; k < lines; k++) {
      for (int i = 0; i < 2 * lines; i++) {
        cosines[k][i] = turn[(2 * i + 1 + lines) * (2 * k + 1) % turn.length];
      }
    }
  }

  static SpectralCoding at(int sampleRateHz) {
    return new SpectralCoding((int) Math.max(1, Math.rint(FRAME_SECONDS * sampleRateHz)));
  }

  /**
   * Sends a sound.
   *
   * @param step of each frame's spectrum, in shares of its root mean square; above 0
   */
  double[] code(double[] samples, double step) {
    var coded = new double[samples.length];
    var frame = new double[2 * lines];
    var spectrum = new double[lines];
    for (int start = -lines; start < samples.length; start += lines) {
      for (int i = 0; i < frame.length; i++) {
        int at = start + i;
        frame[i] = at < 0 || at >= samples.length ? 0 : window[i] * samples[at];
      }
      analyse(frame, spectrum);
      round(spectrum, step);
      synthesise(spectrum, frame);
      for (int i = Math.max(0, -start); i < frame.length && start + i < coded.length; i++) {
        coded[start + i] += window[i] * frame[i];
      }
    }
    return coded;
  }

  private static void round(double[] spectrum, double step) {
    double sum = 0;
    for (double line : spectrum) {
      sum += line * line;
    }
    double size = step * Math.sqrt(sum / spectrum.length);
    if (size > 0) {
      for (int k = 0; k < spectrum.length; k++) {
        spectrum[k] = Math.rint(spectrum[k] / size) * size;
      }
    }
  }

  private void analyse(double[] frame, double[] spectrum) {
    for (int k = 0; k < lines; k++) {
      double sum = 0;
      for (int i = 0; i < frame.length; i++) {
        sum += frame[i] * cosines[k][i];
      }
      spectrum[k] = sum;
    }
  }

  private void synthesise(double[] spectrum, double[] frame) {
    Arrays.fill(frame, 0);
    for (int k = 0; k < lines; k++) {
      if (spectrum[k] != 0) {
        for (int i = 0; i < frame.length; i++) {
          frame[i] += spectrum[k] * cosines[k][i];
        }
      }
    }
    for (int i = 0; i < frame.length; i++) {
      frame[i] *= 2.0 / lines;
    }
  }
}
