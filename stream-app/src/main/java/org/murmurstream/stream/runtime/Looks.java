package org.murmurstream.stream.runtime;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Looks at something again and again, on a thread of its own that keeps no program alive. */
final class Looks implements AutoCloseable {

  private final ScheduledExecutorService thread;

  private Looks(String name) {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Begins to look.
   *
   * @param name of the thread
   * @param pause before the first look, and between two
   */
  static Looks every(Duration pause, String name, Runnable look) {
    var looks = new Looks(name);
    long millis = pause.toMillis();
    ScheduledFuture<?> unused =
        looks.thread.scheduleWithFixedDelay(look, millis, millis, TimeUnit.MILLISECONDS);
    return looks;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
