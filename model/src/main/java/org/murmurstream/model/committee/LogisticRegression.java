package org.murmurstream.model.committee;

import java.util.Map;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.UserException;
import org.murmurstream.model.sites.Softmax;
import org.murmurstream.model.sites.Standardisation;
import org.murmurstream.model.tensor.Tensor;

/**
 * Multinomial logistic regression over standardised features. A feature that is not known (NaN)
 * counts as average.
 *
 * @param standardisation of the features
 * @param weights {@code [classes, features]}, row-major, classes in the order of {@link
 *     MurmurClass}
 * @param bias one per class
 */
@SuppressWarnings("ArrayRecordComponent") // weights are passed on, never compared
public record LogisticRegression(Standardisation standardisation, float[] weights, float[] bias) {

  private static final int CLASSES = MurmurClass.values().length;

  private static final String MEAN = "decision.mean";
  private static final String DEVIATION = "decision.deviation";
  private static final String WEIGHTS = "decision.weights";
  private static final String BIAS = "decision.bias";

  public LogisticRegression {
    int features = standardisation.mean().length;
    if (standardisation.deviation().length != features
        || weights.length != CLASSES * features
        || bias.length != CLASSES) {
      throw new IllegalArgumentException("arrays that do not fit make no regression");
    }
    for (float deviation : standardisation.deviation()) {
      if (!(deviation > 0)) {
        throw new IllegalArgumentException("a feature's deviation must be above 0");
      }
    }
  }

  /** The regression stored as {@link #tensors}. */
  public static LogisticRegression of(Map<String, Tensor> tensors) {
    return new LogisticRegression(
        new Standardisation(tensor(tensors, MEAN), tensor(tensors, DEVIATION)),
        tensor(tensors, WEIGHTS),
        tensor(tensors, BIAS));
  }

  /** {@code decision.mean}, {@code .deviation}, {@code .weights}, {@code .bias}. */
  public Map<String, Tensor> tensors() {
    long features = standardisation.mean().length;
    return Map.of(
        MEAN, new Tensor(new long[] {features}, standardisation.mean()),
        DEVIATION, new Tensor(new long[] {features}, standardisation.deviation()),
        WEIGHTS, new Tensor(new long[] {CLASSES, features}, weights),
        BIAS, new Tensor(new long[] {CLASSES}, bias));
  }

  /** How many features a sample has. */
  public int features() {
    return standardisation.mean().length;
  }

  /**
   * Probabilities of the classes.
   *
   * @param features as many as were fitted
   */
  public Probabilities probabilities(float[] features) {
    float[] standard = standardise(standardisation, features);
    var logits = new double[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      logits[c] = bias[c];
      for (int i = 0; i < standard.length; i++) {
        logits[c] += (double) weights[c * standard.length + i] * standard[i];
      }
    }
    double[] shares = Softmax.of(logits);
    return new Probabilities(shares[0], shares[1], shares[2]);
  }

  /** Standardised features, 0 for those that are not known. */
  public static float[] standardise(Standardisation standardisation, float[] features) {
    float[] standard = standardisation.apply(features);
    for (int i = 0; i < standard.length; i++) {
      if (Float.isNaN(standard[i])) {
        standard[i] = 0;
      }
    }
    return standard;
  }

  @Override
  public String toString() {
    return "LogisticRegression[" + standardisation.mean().length + " features]";
  }

  private static float[] tensor(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new UserException("the decision lacks tensor '" + name + "'");
    }
    return tensor.data();
  }
}
