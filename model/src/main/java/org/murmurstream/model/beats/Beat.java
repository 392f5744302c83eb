package org.murmurstream.model.beats;

/** One whole heart cycle: its four phases, each beginning where the one before ends. */
public record Beat(PhaseRun s1, PhaseRun systole, PhaseRun s2, PhaseRun diastole) {

  /** Length in frames. */
  public int length() {
    return diastole.end() - s1.start();
  }

  /** Mean probability that an expert could mark the beat's frames, 0 to 1. */
  public double annotatable() {
    double sum = 0;
    for (PhaseRun run : new PhaseRun[] {s1, systole, s2, diastole}) {
      sum += run.annotatable() * run.length();
    }
    return sum / length();
  }
}
