package org.murmurstream.core;

import java.util.Optional;

/**
 * How a clinician describes a murmur in one phase of the cycle, in the spelling of the data set;
 * what is not stated is empty.
 *
 * @param timing early, mid, late or holosystolic (-diastolic)
 * @param shape crescendo, decrescendo, diamond or plateau
 * @param grading Levine grade: I/VI, II/VI or III/VI (III and above); diastolic I/IV to III/IV
 * @param pitch low, medium or high
 * @param quality blowing, harsh or musical
 */
public record MurmurDescription(
    Optional<String> timing,
    Optional<String> shape,
    Optional<String> grading,
    Optional<String> pitch,
    Optional<String> quality) {

  /** Nothing is stated. */
  public static final MurmurDescription NONE =
      new MurmurDescription(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
