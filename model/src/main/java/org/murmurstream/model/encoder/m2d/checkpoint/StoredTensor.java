package org.murmurstream.model.encoder.m2d.checkpoint;

import java.util.List;

/**
 * A tensor as a checkpoint describes it: a view of a storage.
 *
 * @param storage where its values lie
 * @param offset index of its first value in the storage
 * @param shape dimensions, outermost first
 * @param strides distance in values from one index to the next, for each dimension
 */
record StoredTensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {

  StoredTensor {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
  }

  /**
   * A storage of a checkpoint, not read.
   *
   * @param type name of its class in Python, such as {@code FloatStorage}
   * @param key name of its file in the archive
   * @param size number of values
   */
  record Storage(String type, String key, long size) {}
}
