package org.murmurstream.model.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The named weights of a network on a device. They live until this is closed. */
public final class Parameters implements AutoCloseable {

  private final NDManager manager;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  /**
   * Copies tensors to a device.
   *
   * @param type {@link DataType#FLOAT32}, or {@link DataType#FLOAT16} for networks that only infer
   *     on a GPU
   */
  public Parameters(Map<String, Tensor> tensors, Device device, DataType type) {
    manager = NDManager.newBaseManager(device);
    try {
      tensors.forEach((name, tensor) -> arrays.put(name, copy(name, tensor, type)));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * One of the weights.
   *
   * <p>DJL gives the result of an operation to the manager of the array it is called on. Call
   * operations on the data, or inside a {@link Scoped} computation, or results pile up here.
   */
  public NDArray get(String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("there is no parameter named " + name);
    }
    return array;
  }

  /** All weights by name, in the order they were given. */
  public Map<String, NDArray> all() {
    return Collections.unmodifiableMap(arrays);
  }

  /** Copies all weights back from the device. */
  public Map<String, Tensor> tensors() {
    var tensors = new LinkedHashMap<String, Tensor>();
    arrays.forEach(
        (name, array) ->
            tensors.put(name, new Tensor(array.getShape().getShape(), array.toFloatArray())));
    return tensors;
  }

  @Override
  public void close() {
    manager.close();
  }

  private NDArray copy(String name, Tensor tensor, DataType type) {
    try (NDArray staged = manager.create(tensor.data(), new Shape(tensor.shape()))) {
      // A copy of PyTorch's own: aligned for vector instructions, where the rounding of kernels may
      // depend on it, and no alias of a direct buffer, which toType(type, true) would be.
      NDArray array = staged.duplicate().toType(type, false);
      array.setName(name);
      return array;
    }
  }
}
