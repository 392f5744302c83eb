package org.murmurstream.core;

/** Phases of the heart cycle, in the order of a beat and of the states in frame outputs. */
public enum CyclePhase {
  S1(0),
  SYSTOLE(1),
  S2(2),
  DIASTOLE(3);

  private final int state;

  CyclePhase(int state) {
    this.state = state;
  }

  /** Its place among the states in frame outputs. */
  public int state() {
    return state;
  }
}
