package org.murmurstream.trainer.learning;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Tensor;

/** Moves a network's parameters along their gradients. */
abstract class Optimiser implements AutoCloseable {

  /** The parameters to move by name. */
  final Map<String, NDArray> weights;

  Optimiser(Map<String, NDArray> weights) {
    this.weights = weights;
  }

  /**
   * By the rule that is asked for, from where it stood.
   *
   * @param weights the parameters to move, which require gradients
   * @param decaying names of those that lose weight, if the rule has any lose weight
   */
  static Optimiser of(
      UpdateRule rule,
      Map<String, NDArray> weights,
      Set<String> decaying,
      LearnerState start,
      Device device) {
    if (rule instanceof UpdateRule.Adam adam) {
      return new AdamW(
          adam,
          weights,
          decaying,
          memory(weights, start.means(), device),
          memory(weights, start.squares(), device));
    }
    return new Momentum(
        (UpdateRule.Momentum) rule, weights, memory(weights, start.means(), device));
  }

  /**
   * Moves the weights along their gradients and sets the gradients to zero.
   *
   * @param step number of steps before this one
   * @param rate learning rate
   * @return norm of all gradients together, before clipping
   * @throws TrainingException if that is not finite; the weights are then as they were
   */
  final double step(long step, double rate) {
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
      update(gradients, norm, step, rate);
      return norm;
    }
  }

  /** Moves the weights and sets their gradients to zero. */
  abstract void update(Map<String, NDArray> gradients, double norm, long step, double rate);

  /** Running means of gradients by the names of the weights. */
  abstract Map<String, Tensor> means();

  /** Running means of squared gradients, if there are any. */
  abstract Map<String, Tensor> squares();

  /** What is remembered for each weight: zeros at the start. */
  private static Parameters memory(
      Map<String, NDArray> weights, Map<String, Tensor> remembered, Device device) {
    if (!remembered.isEmpty()) {
      return new Parameters(remembered, device, DataType.FLOAT32);
    }
    var zeros = new LinkedHashMap<String, Tensor>();
    weights.forEach(
        (name, weight) ->
            zeros.put(
                name,
                new Tensor(
                    weight.getShape().getShape(), new float[Math.toIntExact(weight.size())])));
    return new Parameters(zeros, device, DataType.FLOAT32);
  }

  @Override
  public abstract void close();
}
