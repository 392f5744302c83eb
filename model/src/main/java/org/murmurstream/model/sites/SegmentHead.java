package org.murmurstream.model.sites;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.model.tensor.Tensor;

/**
 * Classifies segments by the embedding of each: batch normalisation without scale and shift (Ioffe
 * and Szegedy 2015), and a linear layer. After "Exploring Pre-trained General-purpose Audio
 * Representations for Heart Murmur Detection" (2024), whose names its tensors have.
 */
public final class SegmentHead {

  /** The class of each logit. */
  public static final List<MurmurClass> CLASSES = List.of(MurmurClass.values());

  /** Name of the running mean of embeddings, {@code [features]}. */
  public static final String MEAN = "head.norm.running_mean";

  /** Name of their running variance, {@code [features]}. */
  public static final String VARIANCE = "head.norm.running_var";

  /** Name of the layer's matrix, {@code [classes, features]}. */
  public static final String WEIGHT = "head.mlp.mlp.0.weight";

  /** Name of the layer's bias, {@code [classes]}. */
  public static final String BIAS = "head.mlp.mlp.0.bias";

  /** Added to the variance. */
  public static final double EPSILON = 1e-5;

  private static final double DEVIATION = 0.01;

  private final float[] mean;
  private final double[] deviation;
  private final float[] weight;
  private final float[] bias;

  /**
   * @param weights at least the tensors of {@link #shapes}
   */
  public SegmentHead(Map<String, Tensor> weights) {
    this.mean = weights.get(MEAN).data();
    float[] variance = weights.get(VARIANCE).data();
    this.deviation = new double[variance.length];
    Arrays.setAll(deviation, i -> Math.sqrt(variance[i] + EPSILON));
    this.weight = weights.get(WEIGHT).data();
    this.bias = weights.get(BIAS).data();
  }

  /** Names and shapes of all tensors. */
  public static Map<String, long[]> shapes(int features) {
    var shapes = new LinkedHashMap<String, long[]>();
    shapes.put(MEAN, new long[] {features});
    shapes.put(VARIANCE, new long[] {features});
    shapes.put(WEIGHT, new long[] {CLASSES.size(), features});
    shapes.put(BIAS, new long[] {CLASSES.size()});
    return shapes;
  }

  /**
   * Untrained weights: a normal matrix of deviation 0.01, no bias, a mean of 0 and a variance of 1.
   * The same seed gives the same bits everywhere.
   */
  public static Map<String, Tensor> seeded(int features, long seed) {
    var random = new Random(seed);
    var weights = new LinkedHashMap<String, Tensor>();
    shapes(features)
        .forEach(
            (name, shape) -> {
              var values = new float[Tensor.size(shape)];
              if (name.equals(WEIGHT)) {
                for (int i = 0; i < values.length; i++) {
                  values[i] = (float) (DEVIATION * random.nextGaussian());
                }
              } else if (name.equals(VARIANCE)) {
                Arrays.fill(values, 1);
              }
              weights.put(name, new Tensor(shape, values));
            });
    return weights;
  }

  /**
   * The most likely class of a segment; of equal ones the first. Told from the logits, of which
   * different ones can have equal probabilities.
   */
  public MurmurClass mostLikely(float[] segment) {
    double[] logits = logits(segment);
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return CLASSES.get(best);
  }

  /** The mean of the logits of a recording's segments, of which there is at least one. */
  public double[] logits(List<float[]> segments) {
    var mean = new double[CLASSES.size()];
    for (float[] segment : segments) {
      double[] logits = logits(segment);
      for (int c = 0; c < mean.length; c++) {
        mean[c] += logits[c] / segments.size();
      }
    }
    return mean;
  }

  /** The softmax of logits. */
  public static Probabilities probabilities(double[] logits) {
    double[] p = Softmax.of(logits);
    return new Probabilities(
        p[CLASSES.indexOf(MurmurClass.PRESENT)],
        p[CLASSES.indexOf(MurmurClass.UNKNOWN)],
        p[CLASSES.indexOf(MurmurClass.ABSENT)]);
  }

  private double[] logits(float[] segment) {
    var logits = new double[CLASSES.size()];
    for (int c = 0; c < logits.length; c++) {
      double sum = bias[c];
      for (int i = 0; i < segment.length; i++) {
        sum += weight[c * segment.length + i] * ((segment[i] - mean[i]) / deviation[i]);
      }
      logits[c] = sum;
    }
    return logits;
  }
}
