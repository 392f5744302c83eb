package org.murmurstream.proof.verify;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.murmurstream.proof.verify.Discrepancy.Kind;

/**
 * What came out.
 *
 * @param exams exams in the ledger
 * @param chunks acknowledged uploads in the ledger
 * @param predictions predictions of these exams, revisions counted each
 * @param deadLetters dead letters of their records
 * @param discrepancies all that is not as promised
 * @param waited until the application was idle
 */
public record Verification(
    int exams,
    long chunks,
    long predictions,
    long deadLetters,
    List<Discrepancy> discrepancies,
    Duration waited) {

  public Verification {
    discrepancies = List.copyOf(discrepancies);
  }

  /** How many of a kind there are. */
  public long count(Kind kind) {
    return discrepancies.stream().filter(one -> one.kind() == kind).count();
  }

  /** Whether everything is as promised. */
  public boolean isClean() {
    return discrepancies.isEmpty();
  }

  /** The five counts, such as {@code 0 / 0 / 0 / 0 / 0}, in the order of {@link Kind}. */
  public String counts() {
    return Arrays.stream(Kind.values())
        .map(kind -> Long.toString(count(kind)))
        .collect(Collectors.joining(" / "));
  }
}
