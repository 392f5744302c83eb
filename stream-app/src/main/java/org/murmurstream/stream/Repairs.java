package org.murmurstream.stream;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes note of what was put right where stores disagreed: counts it, and tells of it in the log, a
 * few lines a minute at most. Shared by all tasks.
 */
final class Repairs {

  /** What of it was wrong. */
  enum Kind {
    /** An entry of the index of deadlines whose exam is due at another time, or gone. */
    STALE_DEADLINE,

    /** An exam that the index of deadlines did not know. */
    MISSING_DEADLINE,

    /** A count of exams that wait for chunks. */
    WRONG_COUNT,

    /** A recording to be heard, or an exam to be decided, that nobody was about to. */
    FORGOTTEN_WORK,

    /** Work on an exam or a recording that is not there. */
    ORPHANED_WORK,

    /** A complete recording of which a chunk is not there. */
    MISSING_AUDIO,

    /** A recording that was heard, and what was found in it is not there. */
    MISSING_EVIDENCE
  }

  private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);

  /** Between two reports, in milliseconds. */
  private static final long PAUSE = 15_000;

  private final ExamMeters meters;
  private final Map<Kind, AtomicLong> untold = new EnumMap<>(Kind.class);
  private final AtomicLong toldAt = new AtomicLong(Long.MIN_VALUE);

  Repairs(ExamMeters meters) {
    this.meters = meters;
    for (Kind kind : Kind.values()) {
      untold.put(kind, new AtomicLong());
    }
  }

  void repaired(Kind kind) {
    repaired(kind, 1);
  }

  void repaired(Kind kind, long times) {
    if (times > 0) {
      meters.repaired(kind, times);
      untold.get(kind).addAndGet(times);
    }
  }

  /** Tells of what was repaired since it last did, unless that was a moment ago. */
  void report(long now) {
    long last = toldAt.get();
    boolean early = last != Long.MIN_VALUE && now >= last && now - last < PAUSE;
    if (early
        || untold.values().stream().allMatch(count -> count.get() == 0)
        || !toldAt.compareAndSet(last, now)) {
      return;
    }
    untold.forEach(
        (kind, count) -> {
          long times = count.getAndSet(0);
          if (times > 0) {
            LOG.atWarn()
                .addKeyValue("what", kind)
                .addKeyValue("times", times)
                .log("stores did not agree and were repaired");
          }
        });
  }
}
