package org.murmurstream.core;

/** Tells numbers from what overflowed or never was one. */
public final class Finite {

  private Finite() {}

  /** Whether no value is infinite or not a number. */
  public static boolean all(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
