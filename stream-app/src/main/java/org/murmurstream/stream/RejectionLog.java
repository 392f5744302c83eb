package org.murmurstream.stream;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.murmurstream.core.exam.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log that records are refused: of each reason the first at once, then one line a minute
 * at most with how many there were. Of a record it names where it lies, and nothing that is in it.
 */
final class RejectionLog {

  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(RejectionLog.class);

  private final Map<Rejection, Told> told = new EnumMap<>(Rejection.class);

  private record Told(long at, long untold) {}

  /**
   * A record was refused.
   *
   * @param now in milliseconds since the epoch
   */
  void refused(Rejection reason, Raw.Origin at, long now) {
    OptionalLong untold = untold(reason, now);
    if (untold.isPresent()) {
      LOG.atWarn()
          .addKeyValue("reason", reason)
          .addKeyValue("topic", at.topic())
          .addKeyValue("partition", at.partition())
          .addKeyValue("offset", at.offset())
          .addKeyValue("before", untold.getAsLong())
          .log("a record is not taken in, and set aside; 'murmur dlq list' tells what helps");
    }
  }

  /** How many of a reason nobody was told of, if it is time to tell of another one. */
  synchronized OptionalLong untold(Rejection reason, long now) {
    Told last = told.get(reason);
    boolean isTime = last == null || now - last.at() >= PAUSE.toMillis();
    told.put(reason, isTime ? new Told(now, 0) : new Told(last.at(), last.untold() + 1));
    return isTime ? OptionalLong.of(last == null ? 0 : last.untold()) : OptionalLong.empty();
  }
}
