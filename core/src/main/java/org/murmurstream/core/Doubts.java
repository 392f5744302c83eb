package org.murmurstream.core;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Which verdicts are not given lightly where the sound calls for care.
 *
 * @param policy what becomes of Absent through sound of unfamiliar colour
 * @param leastAbsent from which probability on Absent stands through coarse sound, and, if the
 *     policy is {@link Policy#CONFIDENT}, through unfamiliar sound; 0 to 1
 * @param leastPresent from which probability on Present stands where little is left to hear; 0 to 1
 */
public record Doubts(Policy policy, double leastAbsent, double leastPresent) {

  /** How much a stethoscope is trusted that nobody has validated. */
  public enum Policy {
    /** Through sound of unfamiliar colour nobody is called Absent. */
    STRICT,
    /** Absent stands if it is probable enough: for those who have validated their stethoscope. */
    CONFIDENT
  }

  public Doubts {
    requireProbability("leastAbsent", leastAbsent);
    requireProbability("leastPresent", leastPresent);
  }

  /** Absent stands from 0.9 on, Present from 0.5. */
  public static Doubts standard(Policy policy) {
    return new Doubts(policy, 0.9, 0.5);
  }

  /** The same by another policy. */
  public Doubts with(Policy other) {
    return new Doubts(other, leastAbsent, leastPresent);
  }

  /** What flags make of a verdict. */
  public List<Doubt> all() {
    OptionalDouble absent = OptionalDouble.of(leastAbsent);
    return List.of(
        new Doubt(
            Caution.UNFAMILIAR_SOUND,
            MurmurClass.ABSENT,
            policy == Policy.STRICT ? OptionalDouble.empty() : absent),
        new Doubt(Caution.COARSE_SOUND, MurmurClass.ABSENT, absent),
        new Doubt(Caution.SHORT_SOUND, MurmurClass.PRESENT, OptionalDouble.of(leastPresent)));
  }

  private static void requireProbability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("doubts: " + name + " must be 0 to 1, was " + value);
    }
  }
}
