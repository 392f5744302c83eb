package org.murmurstream.stream.inference;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the inference thread gets on. Without progress for one time-out it is hanging,
 * and without progress for another it is given up.
 *
 * <p>Time in which this process did not run, because it was stopped or the machine slept, does not
 * count: between two looks no more passes than {@link #MOST_BETWEEN_LOOKS}.
 */
final class Watchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final Duration MOST_BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Pulse pulse;
  private final Duration timeout;
  private final Consumer<EarHangException> givingUp;
  private final CountDownLatch closing = new CountDownLatch(1);
  private long beatsSeen = -1;
  private volatile Duration still = Duration.ZERO;
  private boolean givenUp;

  /**
   * @param timeout without progress until the thread is said to hang
   * @param givingUp is told once, after a second time-out
   */
  Watchdog(Pulse pulse, Duration timeout, Consumer<EarHangException> givingUp) {
    this.pulse = pulse;
    this.timeout = timeout;
    this.givingUp = givingUp;
  }

  /** Looks again and again, on a thread of its own. */
  void start() {
    var thread = new Thread(this::watch, "murmur-watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether the thread hangs. */
  boolean isHanging() {
    return still.compareTo(timeout) >= 0;
  }

  /** How long there has been work and no progress. */
  Duration still() {
    return still;
  }

  @Override
  public void close() {
    closing.countDown();
  }

  /**
   * Looks once.
   *
   * @param passed since the last look
   */
  void look(Duration passed) {
    boolean hung = isHanging();
    long beats = pulse.beats();
    if (!pulse.isBusy() || beats != beatsSeen) {
      beatsSeen = beats;
      still = Duration.ZERO;
      if (hung) {
        LOG.atInfo().log("the model gets on again");
      }
      return;
    }
    still = still.plus(passed.compareTo(MOST_BETWEEN_LOOKS) > 0 ? MOST_BETWEEN_LOOKS : passed);
    if (!hung && isHanging()) {
      LOG.atError()
          .addKeyValue("seconds", still.toSeconds())
          .log("the model hangs; nothing more is handed to it, exams wait");
    }
    if (!givenUp && still.compareTo(timeout.multipliedBy(2)) >= 0) {
      givenUp = true;
      givingUp.accept(new EarHangException(still));
    }
  }

  private void watch() {
    long before = System.nanoTime();
    try {
      while (!closing.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        look(Duration.ofNanos(now - before));
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
