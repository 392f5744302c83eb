package org.murmurstream.trainer.pretrain;

/**
 * Over how many directions vectors spread: the participation ratio of the eigenvalues of their
 * covariance, {@code (sum l)^2 / sum l^2}. It is n if they spread evenly over n orthogonal
 * directions, and 1 if all lie on one line.
 */
public final class EffectiveRank {

  private EffectiveRank() {}

  /**
   * The effective rank of vectors, none of which need be centred.
   *
   * @param rows vectors one behind the other, {@code [rows, width]}
   * @param width their length
   * @return 1 to {@code min(rows - 1, width)}; 0 if all vectors are the same
   */
  public static double of(float[] rows, int width) {
    int count = rows.length / width;
    var mean = new double[width];
    for (int i = 0; i < rows.length; i++) {
      mean[i % width] += (double) rows[i] / count;
    }
    var covariance = new double[width * width];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < width; i++) {
        double a = rows[row * width + i] - mean[i];
        for (int j = 0; j < width; j++) {
          covariance[i * width + j] += a * (rows[row * width + j] - mean[j]);
        }
      }
    }
    double trace = 0;
    double squares = 0;
    for (int i = 0; i < covariance.length; i++) {
      trace += i % (width + 1) == 0 ? covariance[i] : 0;
      squares += covariance[i] * covariance[i]; // their sum is that of the squared eigenvalues
    }
    return squares > 0 ? trace * trace / squares : 0;
  }
}
