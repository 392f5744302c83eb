package org.murmurstream.trainer.learning;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.sites.SegmentHead;
import org.murmurstream.model.tensor.Staging;
import org.murmurstream.model.tensor.Tensor;

/**
 * Trains a {@link SegmentHead} on embeddings of an encoder that stays as it is. Belongs to one
 * thread.
 */
public final class SegmentLearner implements AutoCloseable {

  private final SegmentTraining config;
  private final NDManager manager;
  private final Learner learner;
  private final LearningHead head;
  private final Staging staging = new Staging();

  public SegmentLearner(SegmentTraining config, LearnerState start, long seed, Device device) {
    this.config = config;
    this.manager = NDManager.newBaseManager(device);
    this.learner =
        new Learner(
            config.optimiser(),
            start,
            LearningHead.STATISTICS,
            Set.of(SegmentHead.WEIGHT),
            seed,
            device);
    this.head =
        new LearningHead(
            learner.parameters(), new SegmentLoss(config.classWeights(), config.doubleSoftmax()));
  }

  /** Starts PyTorch if need be, to train on the device of the options. */
  public static SegmentLearner open(
      SegmentTraining config, LearnerState start, long seed, TorchOptions options) {
    return new SegmentLearner(config, start, seed, Torch.start(options));
  }

  /**
   * One step.
   *
   * @param segments embeddings, at least two
   * @param labels class of each, its place in {@link SegmentHead#CLASSES}
   */
  public Learner.Step step(List<float[]> segments, int[] labels) {
    int features = config.features();
    var values = new float[labels.length * features];
    for (int row = 0; row < labels.length; row++) {
      System.arraycopy(segments.get(row), 0, values, row * features, features);
    }
    Shape shape = new Shape(labels.length, features);
    Learner.Step step = learner.step(scope -> head.loss(staging.put(scope, shape, values), labels));
    head.follow(manager);
    return step;
  }

  /** The tensors of the head. */
  public Map<String, Tensor> weights() {
    return learner.parameters().tensors();
  }

  @Override
  public void close() {
    learner.close();
    manager.close();
  }
}
