package org.murmurstream.proof.verify;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.murmurstream.core.exam.Rejection;

/** Which refusals depend on when a record was read, and not on the topic's records alone. */
final class Moment {

  /** What the registry knew, how much there was to do, and which partitioner was agreed upon. */
  private static final Set<Rejection> OF_THE_MOMENT =
      EnumSet.of(Rejection.UNKNOWN_SCHEMA, Rejection.TOO_MANY_EXAMS, Rejection.MISPLACED);

  private Moment() {}

  static boolean decides(String reason) {
    return OF_THE_MOMENT.stream().anyMatch(one -> one.name().equals(reason));
  }

  /** Whether a reason is one at all. */
  static boolean isReason(String reason) {
    return Arrays.stream(Rejection.values()).anyMatch(one -> one.name().equals(reason));
  }
}
