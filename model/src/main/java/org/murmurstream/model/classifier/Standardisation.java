package org.murmurstream.model.classifier;

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

  /** The standardisation stored among a classifier's weights. */
  public static Standardisation of(Map<String, Tensor> weights) {
    return new Standardisation(
        weights.get(ClassifierWeights.FEATURE_MEAN).data(),
        weights.get(ClassifierWeights.FEATURE_DEVIATION).data());
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
