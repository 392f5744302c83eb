package org.murmurstream.stream.inference;

/** What happens when a model's GPU fails on everything. */
public enum DeviceFailure {
  /** The CPU stands in. */
  CPU,

  /** Exams wait until it is well again. */
  PAUSE
}
