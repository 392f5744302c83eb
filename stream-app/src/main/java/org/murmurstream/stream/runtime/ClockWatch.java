package org.murmurstream.stream.runtime;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Looks again and again whether the clock of this machine was set back. Kafka's clients never let a
 * timer run backwards: heartbeats, polls and refreshes wait until the clock is again where it once
 * was, an hour after it was set back by one, and the group goes on without this member meanwhile.
 */
final class ClockWatch implements AutoCloseable {

  /** What is set back by less is caught up with before anybody misses anything. */
  static final Duration HARMLESS = Duration.ofSeconds(15);

  private final Looks looks;
  private final LongSupplier clock;
  private final Consumer<ClockSetBackException> setBack;
  private long latest;

  private ClockWatch(Duration pause, LongSupplier clock, Consumer<ClockSetBackException> setBack) {
    this.clock = clock;
    this.setBack = setBack;
    this.latest = clock.getAsLong();
    this.looks = Looks.every(pause, "murmur-clock-watch", this::look);
  }

  /**
   * Begins to look.
   *
   * @param pause between two looks
   * @param clock milliseconds since the epoch, as everybody in this process reads them
   * @param setBack is told at each look at which the clock reads {@link #HARMLESS} less, or more,
   *     than it did before
   */
  static ClockWatch begin(
      Duration pause, LongSupplier clock, Consumer<ClockSetBackException> setBack) {
    return new ClockWatch(pause, clock, setBack);
  }

  private void look() {
    long now = clock.getAsLong();
    latest = Math.max(latest, now);
    Duration behind = Duration.ofMillis(latest - now);
    if (behind.compareTo(HARMLESS) >= 0) {
      setBack.accept(new ClockSetBackException(behind));
    }
  }

  @Override
  public void close() {
    looks.close();
  }
}
