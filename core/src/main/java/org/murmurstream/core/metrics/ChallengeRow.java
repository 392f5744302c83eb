package org.murmurstream.core.metrics;

import org.murmurstream.core.MurmurClass;

/** Reads label and output files of the PhysioNet Challenge 2022: one 0 or 1 per class. */
public final class ChallengeRow {

  private ChallengeRow() {}

  /**
   * The class a row stands for. A row that names none, or several, counts as Present: so the
   * Challenge scores it, and so an unclear answer errs on the side of a referral.
   */
  public static MurmurClass decode(boolean present, boolean unknown, boolean absent) {
    if (unknown && !present && !absent) {
      return MurmurClass.UNKNOWN;
    }
    if (absent && !present && !unknown) {
      return MurmurClass.ABSENT;
    }
    return MurmurClass.PRESENT;
  }
}
