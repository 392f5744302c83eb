package org.murmurstream.model.beats;

import org.murmurstream.core.CyclePhase;

/**
 * Frames in a row that are most likely of one phase.
 *
 * @param start first frame
 * @param end the frame after the last
 * @param annotatable mean probability that an expert could mark these frames, 0 to 1
 */
public record PhaseRun(CyclePhase phase, int start, int end, double annotatable) {

  /** Length in frames. */
  public int length() {
    return end - start;
  }
}
