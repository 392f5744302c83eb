package org.murmurstream.stream;

import java.time.Duration;

/**
 * Says when deadlines may fire. While the application was down, stalled, or its clock was set
 * forward, chunks may have come that it has not read yet; so for one progress timeout after it
 * looks again no deadline fires, and an exam is never cut short because nobody was looking.
 */
final class DeadlineClock {

  /** A shorter pause between two ticks is ordinary. */
  private static final Duration SHORTEST_ABSENCE = Duration.ofSeconds(10);

  private final long grace;
  private final long absence;
  private long lastTick;
  private long heldUntil;

  DeadlineClock(Duration progressTimeout, long now) {
    this.grace = progressTimeout.toMillis();
    this.absence = Math.max(grace / 2, SHORTEST_ABSENCE.toMillis());
    this.lastTick = now;
    this.heldUntil = now + grace;
  }

  /** Takes note of a tick, and says whether deadlines may fire at it. */
  boolean mayFire(long now) {
    if (now - lastTick > absence) {
      heldUntil = now + grace;
    } else if (now < lastTick) {
      heldUntil = Math.min(heldUntil, now + grace);
    }
    lastTick = now;
    return now >= heldUntil;
  }
}
