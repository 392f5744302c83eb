package org.murmurstream.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Map;
import java.util.Set;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Tensor;

/** {@link UpdateRule.Adam}, with all gradients clipped to a common norm first. */
final class AdamW extends Optimiser {

  /** As in PyTorch, against gradients of norm 0. */
  private static final double NORM_OFFSET = 1e-6;

  private static final float NO_CLIP_BY_VALUE = -1;

  private final UpdateRule.Adam rule;
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
      UpdateRule.Adam rule,
      Map<String, NDArray> weights,
      Set<String> decaying,
      Parameters means,
      Parameters squares) {
    super(weights);
    this.rule = rule;
    this.decaying = decaying;
    this.means = means;
    this.squares = squares;
  }

  @Override
  void update(Map<String, NDArray> gradients, double norm, long step, double rate) {
    float scale = (float) Math.min(1, rule.clipNorm() / (norm + NORM_OFFSET));
    double meanBias = 1 - Math.pow(rule.beta1(), step + 1.0);
    double rootSquareBias = Math.sqrt(1 - Math.pow(rule.beta2(), step + 1.0));
    gradients.forEach(
        (name, gradient) -> {
          NDArray weight = weights.get(name);
          double decay = decaying.contains(name) ? rule.weightDecay() : 0;
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
                  (float) rule.beta1(),
                  (float) rule.beta2(),
                  (float) (rule.epsilon() * rootSquareBias), // it is added before the bias goes
                  false,
                  true);
        });
  }

  @Override
  Map<String, Tensor> means() {
    return means.tensors();
  }

  @Override
  Map<String, Tensor> squares() {
    return squares.tensors();
  }

  @Override
  public void close() {
    means.close();
    squares.close();
  }
}
