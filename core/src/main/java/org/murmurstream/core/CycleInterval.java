package org.murmurstream.core;

/**
 * A stretch of a recording in which the heart is in one phase of its cycle.
 *
 * @param startSeconds where it begins, in seconds from the start of the recording; not negative
 * @param endSeconds where it ends, behind its begin
 * @param phase the phase
 */
public record CycleInterval(double startSeconds, double endSeconds, CyclePhase phase) {

  /** Its length in seconds. */
  public double seconds() {
    return endSeconds - startSeconds;
  }
}
