package org.murmurstream.sim.synthetic;

import java.util.List;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.CyclePhase;

/**
 * One heart cycle; all times in seconds from the start of the recording.
 *
 * @param start start of S1
 * @param systole end of S1
 * @param secondSound start of S2
 * @param diastole end of S2
 * @param end start of the next S1
 * @param split time between the aortic and the pulmonary part of S2
 * @param breath how far the lungs are filled, -1 to 1
 */
record SyntheticBeat(
    double start,
    double systole,
    double secondSound,
    double diastole,
    double end,
    double split,
    double breath) {

  List<CycleInterval> marks() {
    return List.of(
        mark(start, systole, CyclePhase.S1),
        mark(systole, secondSound, CyclePhase.SYSTOLE),
        mark(secondSound, diastole, CyclePhase.S2),
        mark(diastole, end, CyclePhase.DIASTOLE));
  }

  private static CycleInterval mark(double start, double end, CyclePhase phase) {
    return new CycleInterval(start, end, phase);
  }
}
