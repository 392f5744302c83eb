package org.murmurstream.stream.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ForwardingEar;
import org.murmurstream.core.SiteAudio;

/**
 * Several ears of one model as one: each hears on a thread of its own, one recording after the
 * other, so that a model hears as many times faster as there are cores. Threads inside an operation
 * would wait for each other, by spinning; recordings have nothing to wait for.
 *
 * <p>The one that calls hears too. What gets in between is heard by its ear.
 */
public final class EarPool extends ForwardingEar {

  /** Of what is heard together, for each ear: the last ones to end wait for little then. */
  private static final int ROUNDS = 4;

  private static final long LOOK_MILLIS = 5;
  private static final long PATIENCE_AT_CLOSE_SECONDS = 30;

  private final Ear first;
  private final List<Ear> others;
  private final ExecutorService threads;

  private EarPool(Ear first, List<Ear> others) {
    this.first = first;
    this.others = List.copyOf(others);
    var number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            others.size(),
            work -> {
              var thread = new Thread(work, "murmur-ear-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Makes a pool.
   *
   * @param ear the first of them; alone if it is asked for no more, or has {@linkplain Ear#another
   *     no other}
   * @param ears of the pool, at least 1
   */
  public static Ear of(Ear ear, int ears) {
    var others = new ArrayList<Ear>();
    try {
      while (others.size() < ears - 1) {
        Optional<Ear> other = ear.another();
        if (other.isEmpty()) {
          break;
        }
        others.add(other.get());
      }
    } catch (RuntimeException e) {
      others.forEach(Ear::close);
      ear.close();
      throw e;
    }
    return others.isEmpty() ? ear : new EarPool(ear, others);
  }

  @Override
  protected Ear ear() {
    return first;
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
    if (batch.size() == 1) {
      return first.listen(batch, between);
    }
    var round = new Round(batch);
    List<Future<?>> helpers =
        others.stream()
            .limit(batch.size() - 1L)
            .<Future<?>>map(ear -> threads.submit(() -> round.hear(ear, round::progress)))
            .toList();
    try {
      round.hear(first, between);
    } finally {
      // Whatever became of it, no ear is given anything else until it is free.
      helpers.forEach(helper -> await(helper, round, between));
    }
    return round.found();
  }

  @Override
  public int batchSize() {
    return ROUNDS * (1 + others.size()) * first.batchSize();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      // None of them is closed under the hands of a thread.
      threads.awaitTermination(PATIENCE_AT_CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    others.forEach(Ear::close);
    first.close();
  }

  /**
   * Serves those in between each time that an ear has got on, so that one that hangs is noticed.
   */
  private static void await(Future<?> helper, Round round, Runnable between) {
    long seen = round.progressed();
    boolean interrupted = false;
    while (!helper.isDone()) {
      try {
        helper.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long now = round.progressed();
        if (now != seen && !round.hasFailed()) {
          between.run();
          seen = now;
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("an ear of the pool failed beyond hearing", e.getCause());
      } catch (InterruptedException e) {
        // It must not be left alone with an ear that may be closed next.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A batch that is heard. */
  private static final class Round {

    private final List<SiteAudio> batch;

    /** Places in the batch, the longest recording first, so that all ears end at about one time. */
    private final int[] order;

    private final Evidence[] found;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong progress = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Round(List<SiteAudio> batch) {
      this.batch = batch;
      this.found = new Evidence[batch.size()];
      this.order =
          IntStream.range(0, batch.size())
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer place) -> -batch.get(place).pcm().seconds()))
              .mapToInt(Integer::intValue)
              .toArray();
    }

    void hear(Ear ear, Runnable between) {
      for (int at = next.getAndIncrement();
          at < order.length && !hasFailed();
          at = next.getAndIncrement()) {
        int place = order[at];
        try {
          found[place] = ear.listen(List.of(batch.get(place)), between).get(0);
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        }
        progress();
      }
    }

    void progress() {
      progress.incrementAndGet();
    }

    long progressed() {
      return progress.get();
    }

    boolean hasFailed() {
      return failure.get() != null;
    }

    /** What was heard; called when all ears have ended, which makes their results visible. */
    List<Evidence> found() {
      if (failure.get() instanceof RuntimeException e) {
        throw e;
      }
      if (failure.get() instanceof Error e) {
        throw e;
      }
      return List.of(found);
    }
  }
}
