package org.murmurstream.core;

import java.util.Optional;

/**
 * What a model that cuts recordings into heart beats heard at a site, for people to read.
 *
 * @param usableCycles heart cycles of which an expert could mark most frames, over all recordings
 * @param systolicExcess how far systole stands above diastole, in decibels; empty if no cycle is
 *     usable
 */
public record HeartBeats(int usableCycles, Optional<SystolicExcess> systolicExcess) {

  /** Derived from a patient's audio: nothing of it is ever printed. */
  @Override
  public String toString() {
    return "HeartBeats[]";
  }
}
