package org.murmurstream.core;

import java.util.Locale;

/** The three classes, in the order of every probability vector and confusion matrix. */
public enum MurmurClass {
  PRESENT,
  /** The recordings do not allow a decision. */
  UNKNOWN,
  ABSENT;

  /** As people and data sets write it: Present, Unknown, Absent. */
  public String word() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
