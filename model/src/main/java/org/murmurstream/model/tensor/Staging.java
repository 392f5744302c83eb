package org.murmurstream.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The one off-heap buffer through which inputs reach a device. DJL would take a new one for every
 * array and leave it to the garbage collector; this one is used again, and is aligned for vector
 * instructions, whose rounding may depend on it.
 */
public final class Staging {

  private static final int ALIGNMENT = 64;

  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

  /**
   * Puts values before an operation.
   *
   * @param values as many as the shape holds
   * @return an array that may share this buffer: it is to be closed, or no longer read, before the
   *     next call
   */
  public NDArray put(NDManager manager, Shape shape, float[] values) {
    int bytes = Math.multiplyExact(values.length, Float.BYTES);
    if (buffer.capacity() < bytes) {
      // An aligned slice begins and ends at whole alignments inside what is allocated.
      int aligned = Math.multiplyExact((bytes + ALIGNMENT - 1) / ALIGNMENT, ALIGNMENT);
      buffer = ByteBuffer.allocateDirect(aligned + ALIGNMENT).alignedSlice(ALIGNMENT);
    }
    ByteBuffer slice = buffer.slice(0, bytes).order(ByteOrder.nativeOrder());
    slice.asFloatBuffer().put(values);
    return manager.create(slice, shape, DataType.FLOAT32);
  }
}
