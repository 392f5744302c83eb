package org.murmurstream.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Map;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Tensor;

/** {@link UpdateRule.Momentum}. */
final class Momentum extends Optimiser {

  private static final float NO_CLIP_BY_VALUE = -1;

  private final UpdateRule.Momentum rule;
  private final Parameters velocities;

  /**
   * @param weights the parameters to move, which require gradients
   * @param velocities what their gradients have added up to
   */
  Momentum(UpdateRule.Momentum rule, Map<String, NDArray> weights, Parameters velocities) {
    super(weights);
    this.rule = rule;
    this.velocities = velocities;
  }

  @Override
  void update(Map<String, NDArray> gradients, double norm, long step, double rate) {
    gradients.forEach(
        (name, gradient) -> {
          NDArray weight = weights.get(name);
          NDArray velocity = velocities.get(name).muli(rule.momentum()).addi(gradient);
          // DJL's own momentum has the rate inside the velocity, which differs once the rate moves.
          weight
              .getNDArrayInternal()
              .sgdUpdate(
                  new NDList(weight, velocity),
                  new NDList(weight),
                  (float) rate,
                  0,
                  1,
                  NO_CLIP_BY_VALUE,
                  0,
                  false);
        });
  }

  @Override
  Map<String, Tensor> means() {
    return velocities.tensors();
  }

  @Override
  Map<String, Tensor> squares() {
    return Map.of();
  }

  @Override
  public void close() {
    velocities.close();
  }
}
