package org.murmurstream.model.bundle;

/**
 * How exactly an encoder calculates. Both give nearly, not exactly, the same embeddings, under the
 * same digest: archives of embeddings are to be made at one precision.
 */
public enum Precision {
  /** 32-bit floating point. */
  SINGLE,
  /** 16-bit floating point: half the memory and faster, on GPUs only. */
  HALF
}
