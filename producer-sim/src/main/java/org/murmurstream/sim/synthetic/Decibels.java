package org.murmurstream.sim.synthetic;

/** Decibels to plain factors. */
final class Decibels {

  private Decibels() {}

  static double power(double decibels) {
    return StrictMath.pow(10, decibels / 10);
  }

  static double amplitude(double decibels) {
    return StrictMath.pow(10, decibels / 20);
  }
}
