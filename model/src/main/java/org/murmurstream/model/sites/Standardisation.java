package org.murmurstream.model.sites;

import java.util.List;
import java.util.Map;
import org.murmurstream.model.tensor.Tensor;

/**
 * Brings each feature to mean 0 and deviation 1 over the training set.
 *
 * @param mean one per feature
 * @param deviation one per feature, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // statistics are passed on, never compared
public record Standardisation(float[] mean, float[] deviation) {

  /** Less than this is rounding. */
  private static final float LEAST_DEVIATION = 1e-6f;

  /** The standardisation stored among a classifier's weights. */
  public static Standardisation of(Map<String, Tensor> weights) {
    return new Standardisation(
        weights.get(ClassifierWeights.FEATURE_MEAN).data(),
        weights.get(ClassifierWeights.FEATURE_DEVIATION).data());
  }

  /** The tensors by which it is stored among a classifier's weights. */
  public Map<String, Tensor> tensors() {
    long[] shape = {mean.length};
    return Map.of(
        ClassifierWeights.FEATURE_MEAN, new Tensor(shape, mean),
        ClassifierWeights.FEATURE_DEVIATION, new Tensor(shape, deviation));
  }

  /**
   * Mean and deviation of some embeddings, feature by feature. A feature that does not vary keeps
   * deviation 1.
   *
   * @param embeddings at least one, all of the same length
   */
  public static Standardisation fit(List<float[]> embeddings) {
    int features = embeddings.get(0).length;
    var mean = new float[features];
    var deviation = new float[features];
    for (int i = 0; i < features; i++) {
      double sum = 0;
      for (float[] embedding : embeddings) {
        sum += embedding[i];
      }
      double centre = sum / embeddings.size();
      double squares = 0;
      for (float[] embedding : embeddings) {
        squares += (embedding[i] - centre) * (embedding[i] - centre);
      }
      float root = (float) StrictMath.sqrt(squares / embeddings.size());
      mean[i] = (float) centre;
      deviation[i] = root > LEAST_DEVIATION ? root : 1;
    }
    return new Standardisation(mean, deviation);
  }

  /**
   * Standardises one embedding.
   *
   * @throws IllegalArgumentException if it has another number of features
   */
  public float[] apply(float[] embedding) {
    if (embedding.length != mean.length) {
      throw new IllegalArgumentException(
          "embedding has %d features, the classifier takes %d"
              .formatted(embedding.length, mean.length));
    }
    var standard = new float[embedding.length];
    for (int i = 0; i < standard.length; i++) {
      standard[i] = (embedding[i] - mean[i]) / deviation[i];
    }
    return standard;
  }

  @Override
  public String toString() {
    return "Standardisation[" + mean.length + " features]";
  }
}
