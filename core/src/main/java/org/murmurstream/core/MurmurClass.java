package org.murmurstream.core;

/** The three classes, in the order of every probability vector and confusion matrix. */
public enum MurmurClass {
  PRESENT,
  /** The recordings do not allow a decision. */
  UNKNOWN,
  ABSENT
}
