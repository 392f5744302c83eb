package org.murmurstream.model.encoder.m2d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;

/**
 * Rotary positions (Su et al., arXiv 2104.09864): queries and keys are turned by angles that grow
 * with their token's time, so that a score depends on how far apart two tokens are.
 *
 * <p>Of a head of width {@code 2 n}, value {@code i} and value {@code n + i} are the two
 * coordinates of a point that turns by {@code 100^(-i / n)} a step of time. The base is 100 instead
 * of the 10000 of long texts: of some thirty tokens, no coordinate stands nearly still.
 */
final class RotaryPositions {

  private static final double BASE = 100;

  private final NDArray cos;
  private final NDArray sin;

  /**
   * Angles of some tokens, in the manager of their times.
   *
   * @param times when each token is, in tokens: {@code [batch, tokens]}, or {@code [1, tokens]} for
   *     all samples alike, of float32
   * @param headWidth length of a query or key, even
   * @param type of the arrays to be turned
   */
  RotaryPositions(NDArray times, int headWidth, DataType type) {
    NDArray rates = times.getManager().create(rates(headWidth / 2));
    // [batch, 1 for all heads, tokens, headWidth / 2]
    NDArray angles = times.expandDims(1).expandDims(3).mul(rates);
    this.cos = angles.cos().toType(type, false);
    this.sin = angles.sin().toType(type, false);
  }

  /**
   * Turns queries or keys.
   *
   * @param heads shape {@code [batch, heads, tokens, headWidth]}
   * @return the same shape
   */
  NDArray turn(NDArray heads) {
    NDList halves = heads.split(2, 3);
    NDArray x = halves.get(0);
    NDArray y = halves.get(1);
    return NDArrays.concat(new NDList(x.mul(cos).sub(y.mul(sin)), x.mul(sin).add(y.mul(cos))), 3);
  }

  private static float[] rates(int count) {
    var rates = new float[count];
    for (int i = 0; i < count; i++) {
      rates[i] = (float) StrictMath.pow(BASE, -(double) i / count);
    }
    return rates;
  }
}
