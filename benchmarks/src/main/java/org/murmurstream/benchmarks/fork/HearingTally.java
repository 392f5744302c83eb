package org.murmurstream.benchmarks.fork;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long ears have heard, over all of them. Safe for several threads. */
public final class HearingTally {

  private long heard;
  private long busyNanos;
  private long first;
  private long last;
  private long lastNanos;

  /** Forgets what was heard, as in a rehearsal. */
  public synchronized void reset() {
    heard = 0;
    busyNanos = 0;
  }

  /** Recordings were heard by one ear, from one moment of {@link System#nanoTime()} to another. */
  public synchronized void add(int recordings, long from, long to) {
    first = heard == 0 ? from : Math.min(first, from); // of several ears, another began before
    heard += recordings;
    busyNanos += to - from;
    last = Math.max(last, to);
    lastNanos = to - from;
  }

  /** What it comes to. */
  public synchronized Map<Figure, Double> figures() {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.HEARD, (double) heard);
    figures.put(Figure.HEARING_SECONDS, seconds(busyNanos));
    figures.put(Figure.HEARD_FOR_SECONDS, heard == 0 ? 0 : seconds(last - first));
    figures.put(Figure.LAST_HEARING_SECONDS, heard == 0 ? 0 : seconds(lastNanos));
    return figures;
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
