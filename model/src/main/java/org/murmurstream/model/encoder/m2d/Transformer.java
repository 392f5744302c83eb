package org.murmurstream.model.encoder.m2d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import java.util.function.UnaryOperator;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Scalars;
import org.murmurstream.model.tensor.Scoped;

/**
 * Pre-norm transformer blocks and a final layer norm, as a function of named parameters:
 *
 * <pre>
 * x += proj(attention(norm1(x)));   x += fc2(gelu(fc1(norm2(x))))
 * </pre>
 *
 * Works for inference and, where the parameters take gradients, for training.
 */
public final class Transformer {

  private final Parameters parameters;
  private final String blocks;
  private final String norm;
  private final int depth;
  private final int heads;
  private final float eps;

  /**
   * @param parameters holds {@code <blocks>.<i>.norm1.weight} and so on
   * @param blocks prefix of the blocks' names, such as {@code blocks}
   * @param norm prefix of the final norm's names, such as {@code norm}
   */
  public Transformer(
      Parameters parameters, String blocks, String norm, int depth, int heads, double eps) {
    this.parameters = parameters;
    this.blocks = blocks;
    this.norm = norm;
    this.depth = depth;
    this.heads = heads;
    this.eps = (float) eps;
  }

  /**
   * Passes tokens through all blocks and the final norm.
   *
   * @param tokens shape {@code [batch, tokens, width]}
   * @return the same shape, in the manager of the tokens
   */
  public NDArray forward(NDArray tokens) {
    return forward(tokens, UnaryOperator.identity(), 0);
  }

  /**
   * The same with turned queries and keys, and in training.
   *
   * @param turn applied to queries and to keys, each {@code [batch, heads, tokens, width / heads]}
   * @param dropPath chance that a residual branch is left out for a sample, 0 to below 1
   */
  public NDArray forward(NDArray tokens, UnaryOperator<NDArray> turn, double dropPath) {
    NDArray x = tokens;
    try (NDArray scale = scale(tokens)) {
      for (int i = 0; i < depth; i++) {
        NDArray next = block(x, i, turn, scale, dropPath);
        if (x != tokens) {
          x.close();
        }
        x = next;
      }
    }
    NDArray y = layerNorm(x, norm);
    if (x != tokens) {
      x.close();
    }
    return y;
  }

  /** One block. */
  NDArray block(NDArray x, int index) {
    try (NDArray scale = scale(x)) {
      return block(x, index, UnaryOperator.identity(), scale, 0);
    }
  }

  /** What queries are multiplied by: on the device once, not once a block. */
  NDArray scale(NDArray tokens) {
    double headWidth = (double) tokens.getShape().get(2) / heads;
    return Scalars.like(tokens, 1 / Math.sqrt(headWidth));
  }

  private NDArray block(
      NDArray x, int index, UnaryOperator<NDArray> turn, NDArray scale, double dropPath) {
    String prefix = blocks + "." + index + ".";
    return Scoped.compute(
        x.getManager(),
        () -> {
          NDArray attended =
              attention(layerNorm(x, prefix + "norm1"), prefix + "attn.", turn, scale);
          NDArray y = x.add(drop(attended, dropPath));
          return y.add(drop(mlp(layerNorm(y, prefix + "norm2"), prefix + "mlp."), dropPath));
        });
  }

  private static NDArray drop(NDArray branch, double rate) {
    if (rate == 0) {
      return branch;
    }
    NDArray ones = branch.getManager().ones(new Shape(branch.getShape().get(0), 1, 1));
    return branch.mul(Dropout.dropout(ones, (float) rate, true).singletonOrThrow());
  }

  /** The attention branch of a block, without its norm and its residual. */
  NDArray attention(NDArray x, String prefix, UnaryOperator<NDArray> turn, NDArray scale) {
    long batch = x.getShape().get(0);
    long tokens = x.getShape().get(1);
    long width = x.getShape().get(2);
    long headWidth = width / heads;
    NDList qkv =
        linear(x, prefix + "qkv")
            .reshape(batch, tokens, 3, heads, headWidth)
            .transpose(2, 0, 3, 1, 4)
            .split(3);
    Shape perHead = new Shape(batch * heads, tokens, headWidth);
    NDArray queries = turn.apply(qkv.get(0).squeeze(0)).reshape(perHead);
    NDArray q = queries.mul(scale);
    NDArray k = turn.apply(qkv.get(1).squeeze(0)).reshape(perHead);
    NDArray v = qkv.get(2).reshape(perHead);
    NDArray weights = q.batchMatMul(k.swapAxes(1, 2)).softmax(2);
    NDArray attended =
        weights
            .batchMatMul(v)
            .reshape(batch, heads, tokens, headWidth)
            .transpose(0, 2, 1, 3)
            .reshape(batch, tokens, width);
    return linear(attended, prefix + "proj");
  }

  private NDArray mlp(NDArray x, String prefix) {
    return linear(Activation.gelu(linear(x, prefix + "fc1")), prefix + "fc2");
  }

  private NDArray linear(NDArray x, String name) {
    return Linear.linear(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"))
        .singletonOrThrow();
  }

  NDArray layerNorm(NDArray x, String name) {
    NDArray weight = parameters.get(name + ".weight");
    return LayerNorm.layerNorm(
            x, new Shape(weight.size()), weight, parameters.get(name + ".bias"), eps)
        .singletonOrThrow();
  }
}
