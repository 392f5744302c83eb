package org.murmurstream.model.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.murmurstream.model.tensor.Staging;
import org.murmurstream.model.tensor.Tensor;

/**
 * Trains a linear layer to classify normalised embeddings of segments by weighted cross-entropy.
 * Belongs to one thread.
 */
public final class SegmentLearner implements AutoCloseable {

  /** Name of the layer's matrix, {@code [classes, features]}. */
  public static final String WEIGHT = "weight";

  /** Name of the layer's bias, {@code [classes]}. */
  public static final String BIAS = "bias";

  private static final double DEVIATION = 0.01;

  private final SegmentTraining config;
  private final ClassifierLoss loss;
  private final Learner learner;
  private final Staging staging = new Staging();

  public SegmentLearner(SegmentTraining config, LearnerState start, long seed, Device device) {
    this.config = config;
    this.loss = new ClassifierLoss(config.loss());
    this.learner = new Learner(config.optimiser(), start, Set.of(), Set.of(WEIGHT), seed, device);
  }

  /** Normal weights of deviation 0.01, no bias; the same seed gives the same bits everywhere. */
  public static LearnerState fresh(SegmentTraining config, long seed) {
    int classes = config.classWeights().size();
    var random = new Random(seed);
    var values = new float[classes * config.features()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (DEVIATION * random.nextGaussian());
    }
    var weights = new LinkedHashMap<String, Tensor>();
    weights.put(WEIGHT, new Tensor(new long[] {classes, config.features()}, values));
    weights.put(BIAS, new Tensor(new long[] {classes}, new float[classes]));
    return LearnerState.fresh(weights);
  }

  /**
   * One step.
   *
   * @param segments normalised embeddings, {@code [segments, features]}
   * @param labels class of each
   */
  public Learner.Step step(float[] segments, int[] labels) {
    return learner.step(scope -> loss.of(logits(scope, segments, labels.length), labels));
  }

  /** The layer's tensors, {@link #WEIGHT} and {@link #BIAS}. */
  public Map<String, Tensor> weights() {
    return learner.averaged();
  }

  @Override
  public void close() {
    learner.close();
  }

  private NDArray logits(NDManager scope, float[] segments, int count) {
    NDArray input = staging.put(scope, new Shape(count, config.features()), segments);
    NDArray logits =
        Linear.linear(input, learner.parameters().get(WEIGHT), learner.parameters().get(BIAS))
            .singletonOrThrow();
    NDArray seen = config.doubleSoftmax() ? logits.softmax(1) : logits;
    return seen.expandDims(1);
  }
}
