package org.murmurstream.trainer.run;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that share a piece of work, each with tools of its own. */
public final class Workers {

  private static final int MOST_BY_DEFAULT = 4;

  private Workers() {}

  /** Does one item. */
  @FunctionalInterface
  public interface Work<T> {

    /**
     * Does it.
     *
     * @param tools of the thread it runs on
     * @param item from 0
     */
    void on(T tools, int item) throws Exception;
  }

  /**
   * How many threads: so many as were asked for, or one per core.
   *
   * @param asked 0 for one per core, at most 4
   */
  public static int of(int asked) {
    return asked > 0
        ? asked
        : Math.min(MOST_BY_DEFAULT, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Does all items, in whatever order; the first that fails ends it.
   *
   * @param threads at most so many
   * @param what is done, for people: "patients could not be heard", say, if it fails
   * @param open makes the tools of a thread, on that thread, which closes them
   */
  public static <T extends AutoCloseable> void share(
      int threads, int items, String what, Callable<? extends T> open, Work<T> work) {
    var next = new AtomicInteger();
    int count = Math.max(1, Math.min(threads, items));
    ExecutorService pool = Executors.newFixedThreadPool(count);
    try {
      var parts = new ArrayList<Future<?>>();
      for (int i = 0; i < count; i++) {
        parts.add(
            pool.submit(
                () -> {
                  try (T tools = open.call()) {
                    int item;
                    while (!Thread.currentThread().isInterrupted()
                        && (item = next.getAndIncrement()) < items) {
                      work.on(tools, item);
                    }
                    return null;
                  }
                }));
      }
      for (Future<?> part : parts) {
        await(part, what);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void await(Future<?> part, String what) {
    try {
      part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + what, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(what, e.getCause());
    }
  }
}
