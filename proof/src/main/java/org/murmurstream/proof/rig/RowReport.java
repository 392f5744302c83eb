package org.murmurstream.proof.rig;

import java.util.List;
import java.util.Map;

/**
 * What came of a scenario.
 *
 * @param name of the scenario
 * @param row of the fault matrix
 * @param fault what happened
 * @param seed with which it replays
 * @param faults how often each fault was fired
 * @param exams exams of which something was acknowledged
 * @param chunks acknowledged uploads
 * @param predictions answers, revisions counted each
 * @param deadLetters dead letters
 * @param counts lost, duplicated, wrong, phantom, unexplained; question marks if it did not come to
 *     that
 * @param recovery from faults to answers
 * @param seconds how long it took
 * @param notes what was measured besides
 * @param failures what was not as it should be; empty if the row held
 * @param skipped why it was not played; empty if it was
 */
public record RowReport(
    String name,
    int row,
    String fault,
    long seed,
    Map<String, Integer> faults,
    int exams,
    long chunks,
    long predictions,
    long deadLetters,
    String counts,
    Recovery recovery,
    double seconds,
    List<String> notes,
    List<String> failures,
    String skipped) {

  /** Whether everything was as promised. */
  public boolean held() {
    return failures.isEmpty();
  }

  public boolean played() {
    return skipped.isEmpty();
  }
}
