package org.murmurstream.stream.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.murmurstream.core.UserException;

/**
 * Looks again and again whether topics are still there. Streams wait for one that was deleted, for
 * minutes or for ever, with no word of it.
 */
final class TopicWatch implements AutoCloseable {

  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "murmur-topic-watch");
            thread.setDaemon(true);
            return thread;
          });
  private final Supplier<Set<String>> missing;
  private final Consumer<MissingTopicsException> gone;
  private Set<String> missedBefore = Set.of();

  private TopicWatch(Supplier<Set<String>> missing, Consumer<MissingTopicsException> gone) {
    this.missing = missing;
    this.gone = gone;
  }

  /**
   * Begins to look.
   *
   * @param pause between two looks
   * @param missing which topics the brokers do not know; what it throws means that nobody knows
   * @param gone is told of topics that were missing twice in a row, for a broker that has just
   *     started may not know them all
   */
  static TopicWatch begin(
      Duration pause, Supplier<Set<String>> missing, Consumer<MissingTopicsException> gone) {
    var watch = new TopicWatch(missing, gone);
    long millis = pause.toMillis();
    ScheduledFuture<?> unused =
        watch.looks.scheduleWithFixedDelay(watch::look, millis, millis, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    Set<String> missed;
    try {
      missed = missing.get();
    } catch (UserException e) {
      missed = Set.of(); // no broker answers: that is another matter
    }
    var twice = new TreeSet<>(missed);
    twice.retainAll(missedBefore);
    missedBefore = missed;
    if (!twice.isEmpty()) {
      gone.accept(new MissingTopicsException(twice));
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
