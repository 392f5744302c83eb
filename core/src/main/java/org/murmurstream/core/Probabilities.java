package org.murmurstream.core;

import java.util.List;

/**
 * Probabilities of the three classes; each 0 to 1, together 1.
 *
 * @param present a murmur is present
 * @param unknown the recordings do not allow a decision
 * @param absent no murmur is present
 */
public record Probabilities(double present, double unknown, double absent) {

  private static final double SUM_TOLERANCE = 1e-4;

  public Probabilities {
    if (!(present >= 0 && unknown >= 0 && absent >= 0)
        || !(Math.abs(present + unknown + absent - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "not a distribution over (present, unknown, absent): (%s, %s, %s)"
              .formatted(present, unknown, absent));
    }
  }

  /**
   * The mean of several, at least one. Each is divided before it is added: verdicts of committees
   * rest on the order of these operations.
   */
  public static Probabilities mean(List<Probabilities> all) {
    double present = 0;
    double unknown = 0;
    double absent = 0;
    for (Probabilities one : all) {
      present += one.present / all.size();
      unknown += one.unknown / all.size();
      absent += one.absent / all.size();
    }
    return new Probabilities(present, unknown, absent);
  }

  /** The class of the highest probability; of equal ones the first in the order of the classes. */
  public MurmurClass mostLikely() {
    MurmurClass best = MurmurClass.PRESENT;
    for (MurmurClass murmur : MurmurClass.values()) {
      if (of(murmur) > of(best)) {
        best = murmur;
      }
    }
    return best;
  }

  public double of(MurmurClass murmur) {
    return switch (murmur) {
      case PRESENT -> present;
      case UNKNOWN -> unknown;
      case ABSENT -> absent;
    };
  }
}
