package org.murmurstream.stream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final List<Duration> setBack = new CopyOnWriteArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void shouldTellByHowMuchTheClockIsBehindWhatItOnceRead() {
    // When: forth by an hour, which nobody minds, and back in two steps
    try (ClockWatch watch = watch(0L, HOUR, HOUR / 2, 0L)) {
      await().until(() -> setBack.size() > 1);
    }

    // Then
    assertThat(setBack).startsWith(Duration.ofMinutes(30), Duration.ofHours(1));
  }

  @Test
  void shouldLetAClockBeCorrectedAgainAndAgain() {
    // Given: each correction is harmless, all of them together are not
    long step = ClockWatch.HARMLESS.toMillis() - 1;

    // When: between two of them time goes on
    try (ClockWatch watch = watch(0L, step, 0L, 2 * step, step, 3 * step, 2 * step)) {
      await().until(() -> looks.get() > 20);
    }

    // Then
    assertThat(setBack).isEmpty();
  }

  /** What the clock reads at each look, the last again and again. */
  private ClockWatch watch(Long... readings) {
    Iterator<Long> next = List.of(readings).iterator();
    LongSupplier clock =
        () -> {
          looks.incrementAndGet();
          return next.hasNext() ? next.next() : readings[readings.length - 1];
        };
    return ClockWatch.begin(PAUSE, clock, e -> setBack.add(e.by()));
  }
}
