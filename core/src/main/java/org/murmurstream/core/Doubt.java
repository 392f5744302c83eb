package org.murmurstream.core;

import java.util.OptionalDouble;

/**
 * A verdict that is not given lightly: where a flag is raised it has to be probable enough, or it
 * becomes Unknown.
 *
 * @param flag the flag, {@link Caution#UNFAMILIAR_SOUND} and the like
 * @param murmur the verdict that is doubted: Present or Absent
 * @param least the probability from which on it stands; empty if it never does
 */
public record Doubt(Caution flag, MurmurClass murmur, OptionalDouble least) {

  public Doubt {
    if (murmur == MurmurClass.UNKNOWN) {
      throw new IllegalArgumentException("Unknown is what doubt leads to");
    }
    if (least.isPresent() && !(least.getAsDouble() >= 0 && least.getAsDouble() <= 1)) {
      throw new IllegalArgumentException(
          "the least probability must be 0 to 1, was " + least.getAsDouble());
    }
  }

  /** Whether it turns a verdict of these probabilities. */
  boolean turns(MurmurClass weighed, Probabilities probabilities) {
    return weighed == murmur && (least.isEmpty() || probabilities.of(murmur) < least.getAsDouble());
  }

  /** What is to be said of a verdict that it turned. */
  Caution caution() {
    return murmur == MurmurClass.ABSENT ? Caution.ABSENT_DOUBTED : Caution.PRESENT_DOUBTED;
  }
}
