package org.murmurstream.trainer.learning;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.sites.SegmentHead;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.model.tensor.TensorCheck;

/** Trains an encoder and a {@link SegmentHead} on it together. Belongs to one thread. */
public final class FineTuningLearner implements Resumable {

  private final NDManager manager;
  private final Learner learner;
  private final ClipNetwork network;
  private final LearningHead head;

  /**
   * @throws UserException if the state is not that of such an encoder and head
   */
  public FineTuningLearner(FineTuningConfig config, LearnerState start, long seed, Device device) {
    List<String> complaints = TensorCheck.complaints(config.shapes(), start.weights());
    if (!complaints.isEmpty()) {
      throw new UserException(
          "these are not the weights of this encoder and its head: "
              + String.join("; ", complaints));
    }
    this.manager = NDManager.newBaseManager(device);
    this.learner =
        new Learner(
            config.optimiser(),
            start,
            config.fixed(),
            Learner.matrices(start.weights()),
            seed,
            device);
    this.network = new ClipNetwork(config.encoder(), learner.parameters());
    this.head =
        new LearningHead(
            learner.parameters(), new SegmentLoss(config.classWeights(), config.doubleSoftmax()));
  }

  /** Starts PyTorch if need be, to train on the device of the options. */
  public static FineTuningLearner open(
      FineTuningConfig config, LearnerState start, long seed, TorchOptions options) {
    return new FineTuningLearner(config, start, seed, Torch.start(options));
  }

  /**
   * An encoder with an untrained head.
   *
   * @param encoder its tensors
   * @param seed of the head; the same one gives the same bits on every machine
   */
  public static LearnerState fresh(
      FineTuningConfig config, Map<String, Tensor> encoder, long seed) {
    var weights = new LinkedHashMap<>(encoder);
    weights.putAll(SegmentHead.seeded(config.encoder().embeddingWidth(), seed));
    return LearnerState.fresh(weights);
  }

  /**
   * One step.
   *
   * @param windows normalised, at least two, all of the same size
   * @param labels class of each, its place in {@link SegmentHead#CLASSES}
   */
  public Learner.Step step(List<Spectrogram> windows, int[] labels) {
    Learner.Step step = learner.step(scope -> head.loss(network.clips(scope, windows), labels));
    head.follow(manager);
    return step;
  }

  @Override
  public double learningRate() {
    return learner.learningRate();
  }

  @Override
  public long steps() {
    return learner.steps();
  }

  /** The weights of both, as they are now. */
  public Map<String, Tensor> weights() {
    return learner.parameters().tensors();
  }

  @Override
  public LearnerState state() {
    return learner.state();
  }

  @Override
  public void close() {
    learner.close();
    manager.close();
  }
}
