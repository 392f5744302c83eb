package org.murmurstream.trainer.learning;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Staging;

/**
 * Pre-trains an encoder without labels: after every step the target encoder's blocks move a little
 * towards the encoder's.
 */
public final class PretrainingLearner implements Resumable {

  private static final String TARGET = "target_";

  private final M2dConfig config;
  private final TargetDecay decay;
  private final Learner learner;
  private final PretrainingNetwork network;
  private final Staging staging = new Staging();

  /**
   * How much of the target remains at every step; it grows linearly.
   *
   * @param first at the first step
   * @param last at the last step
   * @param totalSteps number of steps
   */
  public record TargetDecay(double first, double last, long totalSteps) {

    public TargetDecay {
      if (!(first >= 0 && last >= first && last < 1) || totalSteps < 1) {
        throw new IllegalArgumentException("target decay: need 0 <= first <= last < 1");
      }
    }

    double at(long step) {
      return totalSteps == 1 ? first : first + (last - first) * step / (totalSteps - 1.0);
    }
  }

  /**
   * What a step did, all before the weights moved.
   *
   * @param loss mean distance of predictions from targets, 0 to 4
   * @param gradientNorm norm of all gradients together, before clipping
   * @param embeddings the mean of the encoder's output over the visible patches of each crop,
   *     {@code [crops, width]}
   * @param targets the mean of the target encoder's output over the masked patches, likewise
   */
  @SuppressWarnings("ArrayRecordComponent") // gathered, never compared
  public record Step(double loss, double gradientNorm, float[] embeddings, float[] targets) {}

  public PretrainingLearner(
      M2dConfig encoder,
      DecoderConfig decoder,
      OptimiserConfig optimiser,
      TargetDecay decay,
      LearnerState start,
      long seed,
      Device device) {
    this.config = encoder;
    this.decay = decay;
    Set<String> names = start.weights().keySet();
    Set<String> fixed =
        names.stream()
            .filter(name -> name.startsWith(TARGET) || name.endsWith("pos_embed"))
            .collect(Collectors.toSet());
    // Tokens lose weight too, as in the official pre-training; elsewhere matrices alone do.
    Set<String> decaying =
        names.stream()
            .filter(name -> start.weights().get(name).shape().length > 1)
            .filter(name -> !name.endsWith(".bias"))
            .collect(Collectors.toSet());
    this.learner = new Learner(optimiser, start, fixed, decaying, seed, device);
    this.network = new PretrainingNetwork(encoder, decoder, learner.parameters());
  }

  /** Starts PyTorch if need be, to train on the device of the options. */
  public static PretrainingLearner open(
      PretrainingConfig config, LearnerState start, long seed, TorchOptions options) {
    return new PretrainingLearner(
        config.encoder(),
        config.decoder(),
        config.optimiser(),
        config.targetDecay(),
        start,
        seed,
        Torch.start(options));
  }

  /**
   * One step.
   *
   * @param spectrograms normalised, {@code [crops, bands, frames]}
   * @param order the patches of each crop in random order, {@code [crops, patches]}
   * @param visible how many of the first are seen
   */
  public Step step(int crops, float[] spectrograms, long[] order, int visible) {
    var means = new Means();
    Learner.Step step =
        learner.step(
            manager -> {
              Shape shape = new Shape(crops, config.bands(), config.frames());
              NDArray input = staging.put(manager, shape, spectrograms);
              NDArray patches = manager.create(order, new Shape(crops, config.patches()));
              PretrainingNetwork.Output output = network.forward(input, patches, visible);
              means.take(output);
              return output.loss();
            });
    follow(decay.at(learner.steps() - 1));
    return new Step(step.loss(), step.gradientNorm(), means.embeddings, means.targets);
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

  @Override
  public void close() {
    learner.close();
  }

  private void follow(double share) {
    Map<String, NDArray> all = learner.parameters().all();
    try (var scope = new NDScope()) {
      all.forEach(
          (name, target) -> {
            if (name.startsWith(TARGET)) {
              NDArray online = all.get(name.substring(TARGET.length()));
              target.muli(share).addi(online.stopGradient().mul(1 - share));
            }
          });
    }
  }

  /** Carries figures out of a pass. */
  private static final class Means {

    private static final int[] PATCHES = {1};

    private float[] embeddings = {};
    private float[] targets = {};

    void take(PretrainingNetwork.Output output) {
      NDArray visible = output.latent().stopGradient().split(new long[] {1}, 1).get(1);
      embeddings = visible.mean(PATCHES).toFloatArray();
      targets = output.targets().mean(PATCHES).toFloatArray();
    }
  }
}
