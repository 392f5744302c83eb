package org.murmurstream.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.murmurstream.model.tensor.Scalars;

/** The loss of a classifier with several output heads, {@link ClassifierLossConfig}. */
public final class ClassifierLoss {

  private static final int[] CLASSES_OF_MEAN = {1};
  private static final int[] CLASSES_OF_HEADS = {2};
  private static final int[] HEADS = {1};

  private final ClassifierLossConfig config;

  public ClassifierLoss(ClassifierLossConfig config) {
    this.config = config;
  }

  /**
   * Mean loss of a batch.
   *
   * @param logits {@code [batch, heads, classes]}
   * @param labels class of each example, as many as the batch
   * @return a scalar in the manager of the logits, of their type
   */
  public NDArray of(NDArray logits, int[] labels) {
    long batch = logits.getShape().get(0);
    double share = config.distillation();
    NDArray terms = focal(logits, labels);
    NDArray focal = terms.mul(Scalars.like(terms, (1 - share) / batch)).sum();
    if (share == 0) {
      return focal;
    }
    NDArray apart = divergence(logits);
    return focal.add(apart.mul(Scalars.like(apart, share / batch)).sum());
  }

  /** The focal term of each example. */
  private NDArray focal(NDArray logits, int[] labels) {
    NDArray weights = weights(logits, labels);
    return switch (config.focus()) {
      case MEAN -> focalTerms(logits.mean(HEADS).logSoftmax(1), weights).sum(CLASSES_OF_MEAN);
      case EACH_HEAD ->
          focalTerms(logits.logSoftmax(2), weights.expandDims(1)).sum(CLASSES_OF_HEADS).mean(HEADS);
    };
  }

  private NDArray focalTerms(NDArray logProbabilities, NDArray weights) {
    NDArray crossEntropy = logProbabilities.neg().mul(weights);
    if (config.gamma() == 0) {
      return crossEntropy;
    }
    NDArray misses = logProbabilities.exp().neg().add(1);
    return crossEntropy.mul(misses.pow(Scalars.like(misses, config.gamma())));
  }

  /** Smoothed labels times the weights of their classes, {@code [batch, classes]}. */
  private NDArray weights(NDArray logits, int[] labels) {
    int classes = config.classWeights().size();
    var weights = new double[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      for (int c = 0; c < classes; c++) {
        double target =
            config.smoothing() / classes + (c == labels[i] ? 1 - config.smoothing() : 0);
        weights[i * classes + c] = config.classWeights().get(labels[i]) * target;
      }
    }
    DataType type = logits.getDataType();
    return logits
        .getManager()
        .create(weights, new Shape(labels.length, classes))
        .toType(type, false);
  }

  /** The divergence of each example. */
  private NDArray divergence(NDArray logits) {
    NDArray heads = logits.logSoftmax(2);
    NDArray mean = logits.mean(HEADS).logSoftmax(1).expandDims(1);
    NDArray divergences =
        switch (config.direction()) {
          case MEAN_TEACHES -> divergence(mean.stopGradient(), heads);
          case MUTUAL -> divergence(heads, mean);
        };
    return switch (config.heads()) {
      case MEAN -> divergences.mean(HEADS);
      case SUM -> divergences.sum(HEADS);
    };
  }

  /** Kullback-Leibler divergence of q from p, given their logarithms: {@code [batch, heads]}. */
  private static NDArray divergence(NDArray p, NDArray q) {
    return p.exp().mul(p.sub(q)).sum(CLASSES_OF_HEADS);
  }
}
