package org.murmurstream.benchmarks.result;

import java.util.Locale;

/**
 * What a ratio is to keep to.
 *
 * @param atLeast whether it is the least that is meant, or the most
 * @param value the bound itself
 */
public record Bound(boolean atLeast, double value) {

  static Bound atLeast(double value) {
    return new Bound(true, value);
  }

  static Bound atMost(double value) {
    return new Bound(false, value);
  }

  /** Whether a value keeps to it. */
  public boolean holds(double measured) {
    return atLeast ? measured >= value : measured <= value;
  }

  /** How far a value keeps to it: 1 exactly, more if better. */
  public double margin(double measured) {
    return atLeast ? measured / value : value / measured;
  }

  /** Such as {@code >= 0.90}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.2f", atLeast ? ">=" : "<=", value);
  }
}
