package org.murmurstream.model.committee;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
 * @param range what standardised features are clamped to; empty if they are taken as they are
 */
@SuppressWarnings("ArrayRecordComponent") // weights are passed on, never compared
public record LogisticRegression(
    Standardisation standardisation, float[] weights, float[] bias, Optional<Range> range) {

  private static final int CLASSES = MurmurClass.values().length;

  private static final String MEAN = "decision.mean";
  private static final String DEVIATION = "decision.deviation";
  private static final String WEIGHTS = "decision.weights";
  private static final String BIAS = "decision.bias";
  private static final String LEAST = "decision.least";
  private static final String GREATEST = "decision.greatest";

  /**
   * The least and greatest standardised value of each feature in training. What lies beyond was
   * never learnt from: it tells of the stethoscope rather than of the heart.
   *
   * @param least one per feature
   * @param greatest one per feature
   */
  @SuppressWarnings("ArrayRecordComponent") // weights are passed on, never compared
  public record Range(float[] least, float[] greatest) {

    private boolean fits(int features) {
      return least.length == features && greatest.length == features;
    }

    @Override
    public String toString() {
      return "Range[" + least.length + " features]";
    }
  }

  public LogisticRegression {
    int features = standardisation.mean().length;
    if (standardisation.deviation().length != features
        || weights.length != CLASSES * features
        || bias.length != CLASSES
        || !range.map(to -> to.fits(features)).orElse(true)) {
      throw new IllegalArgumentException("arrays that do not fit make no regression");
    }
    for (float deviation : standardisation.deviation()) {
      if (!(deviation > 0)) {
        throw new IllegalArgumentException("a feature's deviation must be above 0");
      }
    }
  }

  /** A regression that takes features as they are. */
  public LogisticRegression(Standardisation standardisation, float[] weights, float[] bias) {
    this(standardisation, weights, bias, Optional.empty());
  }

  /** The regression stored as {@link #tensors}. */
  public static LogisticRegression of(Map<String, Tensor> tensors) {
    return new LogisticRegression(
        new Standardisation(tensor(tensors, MEAN), tensor(tensors, DEVIATION)),
        tensor(tensors, WEIGHTS),
        tensor(tensors, BIAS),
        tensors.containsKey(LEAST)
            ? Optional.of(new Range(tensor(tensors, LEAST), tensor(tensors, GREATEST)))
            : Optional.empty());
  }

  /**
   * {@code decision.mean}, {@code .deviation}, {@code .weights}, {@code .bias} and, where there is
   * a range, {@code .least} and {@code .greatest}.
   */
  public Map<String, Tensor> tensors() {
    long features = standardisation.mean().length;
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put(MEAN, new Tensor(new long[] {features}, standardisation.mean()));
    tensors.put(DEVIATION, new Tensor(new long[] {features}, standardisation.deviation()));
    tensors.put(WEIGHTS, new Tensor(new long[] {CLASSES, features}, weights));
    tensors.put(BIAS, new Tensor(new long[] {CLASSES}, bias));
    range.ifPresent(
        to -> {
          tensors.put(LEAST, new Tensor(new long[] {features}, to.least()));
          tensors.put(GREATEST, new Tensor(new long[] {features}, to.greatest()));
        });
    return tensors;
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
    range.ifPresent(to -> clamp(standard, to));
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

  private static void clamp(float[] standard, Range to) {
    for (int i = 0; i < standard.length; i++) {
      standard[i] = Math.min(to.greatest()[i], Math.max(to.least()[i], standard[i]));
    }
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
