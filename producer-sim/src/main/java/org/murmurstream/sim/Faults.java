package org.murmurstream.sim;

import org.murmurstream.core.UserException;

/**
 * What goes wrong between a device and the broker.
 *
 * @param loss probability that a chunk is never sent, 0 to 1
 * @param duplicate probability that a chunk is sent once more, and after that again, 0 to 0.9
 * @param shuffle a chunk may swap places with others less than so many places away; 0 and 1 keep
 *     the order
 * @param seed the same seed makes the same faults, whatever the speed and the number of devices
 */
public record Faults(double loss, double duplicate, int shuffle, long seed) {

  public static final Faults NONE = new Faults(0, 0, 0, 0);

  private static final double MAX_DUPLICATE = 0.9;

  public Faults {
    if (!(loss >= 0 && loss <= 1)) {
      throw new UserException("The probability of loss must be 0 to 1, not " + loss + ".");
    }
    if (!(duplicate >= 0 && duplicate <= MAX_DUPLICATE)) {
      throw new UserException(
          "The probability of duplicates must be 0 to 0.9, not " + duplicate + ".");
    }
    if (shuffle < 0) {
      throw new UserException(
          "The window of disorder must be at least 0 chunks, not " + shuffle + ".");
    }
  }
}
