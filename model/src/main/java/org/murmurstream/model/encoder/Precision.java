package org.murmurstream.model.encoder;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import org.murmurstream.core.UserException;

/**
 * How exactly an encoder calculates. Both give nearly, not exactly, the same embeddings, under the
 * same digest: archives of embeddings are to be made at one precision. {@link PrecisionLoss}
 * measures the difference.
 */
public enum Precision {
  /** 32-bit floating point. */
  SINGLE(DataType.FLOAT32),
  /** 16-bit floating point: half the memory and faster, on GPUs only. */
  HALF(DataType.FLOAT16);

  private final DataType type;

  Precision(DataType type) {
    this.type = type;
  }

  /**
   * The type of numbers on a device.
   *
   * @throws UserException if half precision is demanded of a device that is no GPU
   */
  DataType type(Device device) {
    if (this == HALF && !device.isGpu()) {
      throw new UserException(
          "half precision needs a GPU, this model runs on the CPU: choose single precision");
    }
    return type;
  }
}
