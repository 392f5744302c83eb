package org.murmurstream.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Tensor;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019) over a network's parameters, with
 * all gradients clipped to a common norm first.
 */
final class AdamW implements AutoCloseable {

  /** As in PyTorch, against gradients of norm 0. */
  private static final double NORM_OFFSET = 1e-6;

  private static final float NO_CLIP_BY_VALUE = -1;

  private final OptimiserConfig config;
  private final Map<String, NDArray> weights;
  private final Set<String> decaying;
  private final Parameters means;
  private final Parameters squares;

  /**
   * @param weights the parameters to move, which require gradients
   * @param decaying names of those that lose weight
   * @param means running means of the gradients
   * @param squares running means of their squares
   */
  AdamW(
      OptimiserConfig config,
      Map<String, NDArray> weights,
      Set<String> decaying,
      Parameters means,
      Parameters squares) {
    this.config = config;
    this.weights = weights;
    this.decaying = decaying;
    this.means = means;
    this.squares = squares;
  }

  /** Running means before the first step. */
  static Map<String, Tensor> zeros(Map<String, NDArray> weights) {
    var zeros = new LinkedHashMap<String, Tensor>();
    weights.forEach(
        (name, weight) ->
            zeros.put(
                name,
                new Tensor(
                    weight.getShape().getShape(), new float[Math.toIntExact(weight.size())])));
    return zeros;
  }

  /**
   * Moves the weights along their gradients and sets the gradients to zero.
   *
   * @param step number of steps before this one
   * @return norm of all gradients together, before clipping
   * @throws TrainingException if that is not finite; the weights are then as they were
   */
  double step(long step) {
    try (var scope = new NDScope()) {
      var gradients = new LinkedHashMap<String, NDArray>();
      var norms = new NDList();
      weights.forEach(
          (name, weight) -> {
            NDArray gradient = weight.getGradient();
            gradients.put(name, gradient);
            norms.add(gradient.norm().reshape(1));
          });
      double norm = NDArrays.concat(norms).norm().getFloat();
      if (!Double.isFinite(norm)) {
        throw new TrainingException("the gradients are not finite at step " + step);
      }
      float scale = (float) Math.min(1, config.clipNorm() / (norm + NORM_OFFSET));
      double rate = config.learningRate(step);
      double meanBias = 1 - Math.pow(config.beta1(), step + 1.0);
      double rootSquareBias = Math.sqrt(1 - Math.pow(config.beta2(), step + 1.0));
      gradients.forEach(
          (name, gradient) -> {
            NDArray weight = weights.get(name);
            double decay = decaying.contains(name) ? config.weightDecay() : 0;
            weight
                .getNDArrayInternal()
                .adamUpdate(
                    new NDList(weight, gradient, means.get(name), squares.get(name)),
                    new NDList(weight),
                    (float) rate,
                    (float) (rate * rootSquareBias / meanBias),
                    (float) decay,
                    scale,
                    NO_CLIP_BY_VALUE,
                    (float) config.beta1(),
                    (float) config.beta2(),
                    (float) (config.epsilon() * rootSquareBias), // it is added before the bias goes
                    false,
                    true);
          });
      return norm;
    }
  }

  Map<String, Tensor> means() {
    return means.tensors();
  }

  Map<String, Tensor> squares() {
    return squares.tensors();
  }

  @Override
  public void close() {
    means.close();
    squares.close();
  }
}
