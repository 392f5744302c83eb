package org.murmurstream.trainer.classify;

import java.util.Arrays;
import java.util.List;

/**
 * Batch normalisation without scale and shift of its own (Ioffe and Szegedy 2015), of inputs that
 * take no gradient.
 */
final class BatchNormalisation {

  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  private final double[] mean;
  private final double[] variance;

  BatchNormalisation(int features) {
    this.mean = new double[features];
    this.variance = new double[features];
    Arrays.fill(variance, 1);
  }

  /**
   * Normalises a batch by its own mean and variance, and moves the running ones towards them.
   *
   * @param batch at least two rows
   * @return {@code [rows, features]}, row-major
   */
  float[] train(List<float[]> batch) {
    int features = mean.length;
    var normal = new float[batch.size() * features];
    for (int i = 0; i < features; i++) {
      double sum = 0;
      for (float[] row : batch) {
        sum += row[i];
      }
      double centre = sum / batch.size();
      double squares = 0;
      for (float[] row : batch) {
        squares += (row[i] - centre) * (row[i] - centre);
      }
      double root = Math.sqrt(squares / batch.size() + EPSILON);
      for (int row = 0; row < batch.size(); row++) {
        normal[row * features + i] = (float) ((batch.get(row)[i] - centre) / root);
      }
      mean[i] += MOMENTUM * (centre - mean[i]);
      variance[i] += MOMENTUM * (squares / (batch.size() - 1) - variance[i]);
    }
    return normal;
  }

  /** Mean by which inputs are normalised after training. */
  double[] mean() {
    return mean.clone();
  }

  /** Root of the variance by which they are. */
  double[] deviation() {
    return Arrays.stream(variance).map(v -> Math.sqrt(v + EPSILON)).toArray();
  }
}
