package org.murmurstream.stream.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How many threads that failed for a reason nobody foresaw are given a successor: what fails by
 * chance goes on without an operator, what fails again and again ends.
 */
final class Replacements {

  private final int most;
  private final Duration within;
  private final LongSupplier nanos;
  private final Deque<Long> given = new ArrayDeque<>();

  /**
   * @param most so many
   * @param within in any time of this length
   * @param nanos a clock that only goes forward
   */
  Replacements(int most, Duration within, LongSupplier nanos) {
    this.most = most;
    this.within = within;
    this.nanos = nanos;
  }

  /** Takes one, if there is one left. */
  synchronized boolean take() {
    long now = nanos.getAsLong();
    while (!given.isEmpty() && now - given.peekFirst() >= within.toNanos()) {
      given.removeFirst();
    }
    if (given.size() >= most) {
      return false;
    }
    given.addLast(now);
    return true;
  }
}
