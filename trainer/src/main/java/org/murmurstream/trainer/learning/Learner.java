package org.murmurstream.trainer.learning;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Tensor;

/**
 * Moves the weights of a network to lower its loss: gradients, optimiser, running average.
 *
 * <p>Every step seeds the random numbers of dropout anew from the seed and the number of the step,
 * so that a learner restored from its state goes on exactly as it would have, bit for bit on a CPU.
 * One learner may be at work in a process at a time.
 */
public final class Learner implements Resumable {

  private static final long STEP_STRIDE = 0x9E3779B97F4A7C15L;

  private final Optimisation config;
  private final long seed;
  private final NDManager manager;
  private final Parameters parameters;
  private final Map<String, NDArray> trained;
  private final Optimiser optimiser;
  private final Parameters average;
  private long steps;

  /**
   * What a step did.
   *
   * @param loss before the step
   * @param gradientNorm norm of all gradients together, before clipping
   */
  public record Step(double loss, double gradientNorm) {}

  /**
   * @param fixed names of the weights that stay as they are
   * @param decaying names of the weights that lose weight
   */
  public Learner(
      Optimisation config,
      LearnerState start,
      Set<String> fixed,
      Set<String> decaying,
      long seed,
      Device device) {
    this.config = config;
    this.seed = seed;
    this.steps = start.steps();
    this.manager = NDManager.newBaseManager(device);
    this.parameters = new Parameters(start.weights(), device, DataType.FLOAT32);
    // Sorted, for the order in which the norms of gradients are summed decides how it is rounded.
    this.trained = new TreeMap<>(parameters.all());
    trained.keySet().removeAll(fixed);
    trained.values().forEach(weight -> weight.setRequiresGradient(true));
    this.optimiser = Optimiser.of(config.rule(), trained, decaying, start, device);
    this.average = new Parameters(start.average(), device, DataType.FLOAT32);
  }

  /**
   * Names of the matrices and kernels, which lose weight; not biases, norms, tokens and embeddings.
   */
  static Set<String> matrices(Map<String, Tensor> weights) {
    return weights.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("weight"))
        .filter(entry -> entry.getValue().shape().length > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The weights, for the network that learns. */
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public double learningRate() {
    return config.learningRate(steps);
  }

  /**
   * One step.
   *
   * @param objective gives the loss, a scalar, from arrays it makes in the manager it is given
   * @throws TrainingException if the loss or its gradients are not finite; the weights are then as
   *     they were
   */
  public Step step(Function<NDManager, NDArray> objective) {
    Engine.getInstance().setRandomSeed(Long.hashCode((steps + 1) * STEP_STRIDE ^ seed));
    double loss;
    try (var scope = new NDScope();
        NDManager step = manager.newSubManager()) {
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray value = objective.apply(step);
        loss = value.getFloat();
        if (!Double.isFinite(loss)) {
          throw new TrainingException("the loss is %s at step %d".formatted(loss, steps));
        }
        collector.backward(value);
      }
    }
    double norm = optimiser.step(steps, learningRate());
    steps++;
    follow();
    return new Step(loss, norm);
  }

  @Override
  public LearnerState state() {
    return new LearnerState(
        steps, parameters.tensors(), optimiser.means(), optimiser.squares(), average.tensors());
  }

  /** The running average of the weights, or the weights if there is none. */
  public Map<String, Tensor> averaged() {
    return average.tensors();
  }

  @Override
  public void close() {
    average.close();
    optimiser.close();
    parameters.close();
    manager.close();
  }

  private void follow() {
    double decay = config.averageDecay();
    try (var scope = new NDScope()) {
      trained.forEach(
          (name, weight) ->
              average.get(name).muli(decay).addi(weight.stopGradient().mul(1 - decay)));
    }
  }
}
