package org.murmurstream.trainer.learning;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.UserException;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.sites.ClassifierWeights;
import org.murmurstream.model.sites.HeadAverage;
import org.murmurstream.model.sites.SiteTransformer;
import org.murmurstream.model.sites.Standardisation;
import org.murmurstream.model.tensor.Staging;
import org.murmurstream.model.tensor.Tensor;

/** Trains a {@link SiteTransformer} on tokens. Belongs to one thread. */
public final class ClassifierLearner implements Resumable {

  private final ClassifierTraining config;
  private final ClassifierLoss loss;
  private final NDManager manager;
  private final Learner learner;
  private final SiteTransformer network;
  private final HeadAverage average;
  private final Staging tokens = new Staging();
  private final Staging present = new Staging();

  /**
   * @throws UserException if the state is not that of such a classifier
   */
  public ClassifierLearner(
      ClassifierTraining config, LearnerState start, long seed, Device device) {
    List<String> complaints = ClassifierWeights.complaints(config.classifier(), start.weights());
    if (!complaints.isEmpty()) {
      throw new UserException(
          "these are not the weights of this classifier: " + String.join("; ", complaints));
    }
    this.config = config;
    this.loss = new ClassifierLoss(config.loss());
    this.manager = NDManager.newBaseManager(device);
    this.learner =
        new Learner(
            config.optimiser(),
            start,
            fixed(config),
            Learner.matrices(start.weights()),
            seed,
            device);
    this.network = new SiteTransformer(config.classifier(), learner.parameters());
    this.average = new HeadAverage(config.classifier());
  }

  /** Starts PyTorch if need be, to train on the device of the options. */
  public static ClassifierLearner open(
      ClassifierTraining config, LearnerState start, long seed, TorchOptions options) {
    return new ClassifierLearner(config, start, seed, Torch.start(options));
  }

  /** Untrained weights; the same seed gives the same bits on every machine. */
  public static LearnerState fresh(
      ClassifierTraining config, Standardisation standardisation, long seed) {
    return LearnerState.fresh(ClassifierWeights.seeded(config.classifier(), standardisation, seed));
  }

  /** One step on a batch. */
  public Learner.Step step(TokenBatch batch) {
    return learner.step(scope -> loss.of(forward(batch, scope, true).logits(), batch.labels()));
  }

  /**
   * What the classifier says of patients as it is now.
   *
   * @param loss mean over the patients
   * @param probabilities of each patient
   */
  public record Evaluation(double loss, List<Probabilities> probabilities) {}

  /** Evaluates without learning. */
  public Evaluation evaluate(TokenBatch batch) {
    try (var scope = new NDScope();
        NDManager call = manager.newSubManager()) {
      NDArray logits = forward(batch, call, false).logits();
      float[] values = logits.toFloatArray();
      return new Evaluation(
          loss.of(logits, batch.labels()).getFloat(),
          IntStream.range(0, batch.patients())
              .mapToObj(row -> average.probabilities(values, row))
              .toList());
    }
  }

  @Override
  public LearnerState state() {
    return learner.state();
  }

  @Override
  public long steps() {
    return learner.steps();
  }

  @Override
  public double learningRate() {
    return learner.learningRate();
  }

  /** The weights, with the standardisation among them: what a bundle holds. */
  public Map<String, Tensor> weights() {
    return learner.averaged();
  }

  @Override
  public void close() {
    learner.close();
    manager.close();
  }

  private SiteTransformer.Output forward(TokenBatch batch, NDManager scope, boolean training) {
    int sites = config.classifier().sites().size();
    int features = config.classifier().features();
    return network.forward(
        tokens.put(scope, new Shape(batch.patients(), sites, features), batch.tokens()),
        present.put(scope, new Shape(batch.patients(), sites), batch.present()),
        training);
  }

  private static Set<String> fixed(ClassifierTraining config) {
    var fixed = new HashSet<>(ClassifierWeights.shapes(config.classifier()).keySet());
    fixed.removeAll(ClassifierWeights.trainable(config.classifier()).keySet());
    return fixed;
  }
}
