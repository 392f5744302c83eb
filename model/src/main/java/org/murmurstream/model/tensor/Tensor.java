package org.murmurstream.model.tensor;

import java.util.Arrays;

/**
 * Numbers on the Java heap with a shape, the form in which weights travel between files, bundles
 * and devices.
 *
 * @param shape dimensions, outermost first; none for a scalar
 * @param data the values in row-major order; not copied, not to be changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // up to hundreds of megabytes, never compared
public record Tensor(long[] shape, float[] data) {

  public Tensor {
    long size = size(shape);
    if (size != data.length) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " holds " + size + " values, not " + data.length);
    }
  }

  /**
   * Number of values of a shape.
   *
   * @throws IllegalArgumentException if a dimension is negative or the product exceeds an array
   */
  public static int size(long... shape) {
    long size = 1;
    for (long dimension : shape) {
      if (dimension < 0 || (dimension > 0 && size > Integer.MAX_VALUE / dimension)) {
        throw new IllegalArgumentException("impossible shape " + Arrays.toString(shape));
      }
      size *= dimension;
    }
    return (int) size;
  }

  public boolean hasShape(long... expected) {
    return Arrays.equals(shape, expected);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
