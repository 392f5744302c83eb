package org.murmurstream.trainer.learning;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Map;
import org.murmurstream.model.encoder.m2d.M2dNetwork;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.frames.FrameHead;
import org.murmurstream.model.tensor.Scalars;
import org.murmurstream.model.tensor.Staging;
import org.murmurstream.model.tensor.Tensor;

/**
 * Trains an encoder with a frame head on crops. The loss is the weighted sum of the recording's
 * cross-entropy, that of the phases, and the binary ones of annotatable and murmur.
 */
public final class FrameLearner implements Resumable {

  private final FrameTraining config;
  private final Learner learner;
  private final M2dNetwork encoder;
  private final FrameHead head;
  private final Inputs inputs = new Inputs();

  public FrameLearner(FrameTraining config, LearnerState start, long seed, Device device) {
    this.config = config;
    this.learner =
        new Learner(
            config.optimiser(),
            start,
            config.frozenEncoder() ? config.encoder().shapes().keySet() : config.encoder().fixed(),
            Learner.matrices(start.weights()),
            seed,
            device);
    this.encoder = new M2dNetwork(config.encoder(), learner.parameters());
    this.head = new FrameHead(config.head(), learner.parameters());
  }

  /** Starts PyTorch if need be, to train on the device of the options. */
  public static FrameLearner open(
      FrameTraining config, LearnerState start, long seed, TorchOptions options) {
    return new FrameLearner(config, start, seed, Torch.start(options));
  }

  /** Untrained weights; the same seed gives the same bits on every machine. */
  public static LearnerState fresh(FrameTraining config, long seed) {
    return LearnerState.fresh(config.network().seeded(seed));
  }

  /** One step on a batch. */
  public Learner.Step step(FrameBatch batch) {
    return learner.step(manager -> loss(batch, manager));
  }

  @Override
  public long steps() {
    return learner.steps();
  }

  @Override
  public double learningRate() {
    return learner.learningRate();
  }

  @Override
  public LearnerState state() {
    return learner.state();
  }

  /** The weights to use: their running average. */
  public Map<String, Tensor> averaged() {
    return learner.averaged();
  }

  @Override
  public void close() {
    learner.close();
  }

  private NDArray loss(FrameBatch batch, NDManager manager) {
    long crops = batch.crops();
    long frames = (long) config.keptColumns() * config.encoder().patchFrames();
    Shape perFrame = new Shape(crops, frames);
    Shape crop = new Shape(crops, config.encoder().bands(), config.encoder().frames());
    NDArray spectrograms = inputs.spectrograms.put(manager, crop, batch.spectrograms());
    NDArray kept = manager.create(batch.kept(), new Shape(crops, batch.kept().length / crops));
    FrameHead.Output output = head.forward(columns(spectrograms, kept), true);

    Shape perState = new Shape(crops, frames, FrameHead.STATES);
    NDArray states = inputs.states.put(manager, perState, batch.states());
    NDArray recordings =
        inputs.recordings.put(manager, new Shape(crops, FrameHead.CLASSES), batch.recordings());
    NDArray annotatable =
        binary(
            output.annotatable(),
            inputs.annotatableWeights.put(manager, perFrame, batch.annotatableWeights()),
            inputs.annotatable.put(manager, perFrame, batch.annotatable()));
    NDArray murmur =
        binary(
            output.murmur(),
            inputs.murmurWeights.put(manager, perFrame, batch.murmurWeights()),
            inputs.murmur.put(manager, perFrame, batch.murmur()));
    FrameTraining.LossWeights weights = config.loss();
    NDArray recording = output.recording().logSoftmax(1).mul(recordings).sum().neg();
    NDArray phases = output.states().logSoftmax(2).mul(states).sum().neg();
    return recording
        .add(weighted(phases, weights.states()))
        .add(weighted(annotatable, weights.annotatable()))
        .add(weighted(murmur, weights.murmur()));
  }

  /**
   * The columns kept of each crop.
   *
   * @param spectrograms normalised, {@code [batch, bands, columns * patchFrames]}
   * @param kept the tokens kept of each crop, {@code [batch, gridBands * keptColumns]} of int64:
   *     the same columns in every row of patches
   */
  private NDArray columns(NDArray spectrograms, NDArray kept) {
    NDArray patches = encoder.patches(spectrograms);
    Shape shape =
        new Shape(kept.getShape().get(0), kept.getShape().get(1), config.encoder().width());
    NDArray chosen = patches.gather(kept.expandDims(2).broadcast(shape), 1);
    return encoder.byColumn(encoder.encode(chosen, kept, config.dropPath()));
  }

  private static NDArray weighted(NDArray loss, double weight) {
    return loss.mul(Scalars.like(loss, weight));
  }

  /** Binary cross-entropy of logits: {@code softplus(x) - x y}, weighted and summed. */
  private static NDArray binary(NDArray logits, NDArray weights, NDArray weightedTargets) {
    return Activation.softPlus(logits).mul(weights).sub(logits.mul(weightedTargets)).sum();
  }

  /** A buffer for each input, all of which are in use until the step ends. */
  private static final class Inputs {
    private final Staging spectrograms = new Staging();
    private final Staging states = new Staging();
    private final Staging annotatableWeights = new Staging();
    private final Staging annotatable = new Staging();
    private final Staging murmurWeights = new Staging();
    private final Staging murmur = new Staging();
    private final Staging recordings = new Staging();
  }
}
