package org.murmurstream.benchmarks.fork.main;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.murmurstream.benchmarks.fork.Figure;
import org.murmurstream.benchmarks.fork.Words;
import org.murmurstream.proof.rig.machine.Protocol;
import org.murmurstream.proof.rig.main.Leash;

/**
 * The ways of every program that is measured: it makes itself ready, waits until it is told to go,
 * and says when it has begun and when it is done.
 */
final class Stint {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final CountDownLatch told = new CountDownLatch(1);

  private Stint() {}

  /**
   * Ties this program to the bench.
   *
   * @param figures what else it knows of itself, whenever it is asked
   */
  static Stint begin(Supplier<Map<Figure, Double>> figures) {
    var stint = new Stint();
    Leash.tie(
        Map.of(
            Words.GO,
            () -> {
              stint.told.countDown();
              return "";
            },
            Words.FIGURES,
            () -> text(figures.get())));
    return stint;
  }

  /** Says that all is ready, and waits to be told to go. */
  void ready() {
    Leash.say(Protocol.READY);
    try {
      told.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting to be told to go", e);
    }
  }

  /** The first record has been read. */
  void begun() {
    Leash.say(Words.BEGUN);
  }

  /** All is done; lives on for whoever asks, until it is killed. */
  void done() throws InterruptedException {
    Leash.say(Words.DONE);
    Thread.currentThread().join();
  }

  private static String text(Map<Figure, Double> figures) {
    Map<Figure, Double> all = new EnumMap<>(Figure.class);
    all.put(Figure.ALLOCATED_BYTES, allocated());
    all.putAll(figures);
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures cannot be told", e);
    }
  }

  private static double allocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }
}
