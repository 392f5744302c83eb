package org.murmurstream.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.function.Supplier;

/** Gives the intermediate arrays of a computation back as soon as it is done. */
public final class Scoped {

  private Scoped() {}

  /**
   * Runs a computation, frees every array it made but its result, and gives that to an owner.
   * Gradients still flow: what PyTorch needs for them it keeps itself.
   */
  public static NDArray compute(NDManager owner, Supplier<NDArray> computation) {
    NDArray result;
    try (var scope = new NDScope()) {
      result = computation.get();
      result.attach(owner);
      NDScope.unregister(result);
    }
    NDScope.register(result);
    return result;
  }
}
