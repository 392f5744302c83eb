package org.murmurstream.model.audio;

/** The triangular filters that sum a power spectrum into mel bands. */
final class MelFilterBank {

  private MelFilterBank() {}

  /**
   * The bank's matrix: {@code bands x (fftSize / 2 + 1)}, row-major, with corners {@code f_0 ..
   * f_(bands + 1)} equally spaced in mel from {@code minHz} to {@code maxHz}, band m rising from
   * {@code f_m} to {@code f_(m + 1)} and falling to {@code f_(m + 2)}.
   */
  static float[] matrix(FrontEndConfig config) {
    int bins = config.fftSize() / 2 + 1;
    double[] corners = corners(config);
    var matrix = new float[config.bands() * bins];
    for (int band = 0; band < config.bands(); band++) {
      double low = corners[band];
      double peak = corners[band + 1];
      double high = corners[band + 2];
      double height = config.areaNormalised() ? 2 / (high - low) : 1;
      for (int bin = 0; bin < bins; bin++) {
        double hz = (double) bin * config.sampleRateHz() / config.fftSize();
        double slope = Math.min((hz - low) / (peak - low), (high - hz) / (high - peak));
        matrix[band * bins + bin] = (float) (Math.max(0, slope) * height);
      }
    }
    return matrix;
  }

  private static double[] corners(FrontEndConfig config) {
    double from = config.melScale().mel(config.minHz());
    double to = config.melScale().mel(config.maxHz());
    var corners = new double[config.bands() + 2];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = config.melScale().hz(from + (to - from) * i / (config.bands() + 1));
    }
    return corners;
  }
}
