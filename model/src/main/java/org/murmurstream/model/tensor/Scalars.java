package org.murmurstream.model.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Numbers as arrays, for computations that gradients are wanted of.
 *
 * <p>DJL's {@code array.mul(number)} and its like put the number in a direct buffer, which the
 * garbage collector may free as soon as the result is there. PyTorch keeps the number for the
 * gradient, but not that memory: if a collection comes between, the gradient is multiplied by
 * whatever lies there by then. Where no gradient is taken, {@code mul(number)} is fine.
 */
public final class Scalars {

  private Scalars() {}

  /** A number in PyTorch's own memory, of the type of an array and in its manager. */
  public static NDArray like(NDArray array, double value) {
    try (NDArray borrowed = array.getManager().create(value)) {
      return borrowed.duplicate().toType(array.getDataType(), false);
    }
  }
}
