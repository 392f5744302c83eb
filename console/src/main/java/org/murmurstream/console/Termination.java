package org.murmurstream.console;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Turns SIGTERM and Ctrl-C into an orderly end. Left alone, the JVM would run its hooks beside the
 * work and leave with the signal's status, however well the work ended.
 */
public final class Termination {

  /** The exit status of what was interrupted before it was done: that of a shell's Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private static final int FAILED = 1;

  private Termination() {}

  /**
   * Does the work. If a signal comes meanwhile, asks it to stop and leaves with its status as soon
   * as it has returned.
   *
   * @param requestStop makes the work return soon; called by another thread
   * @param work returns the exit status
   */
  public static int orderly(Runnable requestStop, Callable<Integer> work) throws Exception {
    var status = new CompletableFuture<Integer>();
    var hook =
        new Thread(
            () -> {
              requestStop.run();
              Runtime.getRuntime().halt(status.join());
            },
            "murmur-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      status.complete(work.call());
      return status.join();
    } finally {
      status.complete(FAILED);
      removeUnlessRunning(hook);
    }
  }

  @SuppressWarnings("EmptyCatch") // then the hook is at work
  static void removeUnlessRunning(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // it sees to the end
    }
  }
}
