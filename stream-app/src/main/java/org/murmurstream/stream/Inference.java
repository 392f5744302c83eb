package org.murmurstream.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.murmurstream.model.Ear;
import org.murmurstream.model.EarException;
import org.murmurstream.model.ModelIdentity;
import org.murmurstream.model.SiteAudio;
import org.murmurstream.model.SiteHearing;
import org.murmurstream.model.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the ears, and the bounded queue before it, shared by all tasks of all
 * stream threads: recordings of different exams are heard in one batch.
 *
 * <p>A batch on which the ear fails is halved until the recording at fault fails alone. The futures
 * it gives out complete with an {@link EarException} where the ear has failed for good; one that is
 * cancelled is not worked on. An {@link Error} of the ear, such as a lack of memory, ends the
 * thread: from then on {@link #requireAlive()} throws, so that the application stops and says so.
 */
public final class Inference implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Inference.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(30);
  private static final long IDLE = 0;

  private final InferencePolicy policy;
  private final BlockingQueue<Job<?>> queue;
  private final CompletableFuture<Map<String, ModelIdentity>> identities =
      new CompletableFuture<>();
  private final AtomicInteger outstanding = new AtomicInteger();
  private final LongAdder batches = new LongAdder();
  private final LongAdder heard = new LongAdder();
  private final LongAdder decided = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Thread worker;
  private volatile boolean closing;
  private volatile Throwable death;
  private volatile long busySinceNanos = IDLE;

  private Inference(List<? extends Supplier<? extends Ear>> ears, InferencePolicy policy) {
    this.policy = policy;
    this.queue = new ArrayBlockingQueue<>(policy.queueCapacity());
    this.worker = new Thread(() -> run(ears), "murmur-inference");
    this.worker.setDaemon(true);
  }

  /**
   * Starts the thread and waits until it has made every ear.
   *
   * @param ears make the ears, on the thread that will own them: the first for new exams, the
   *     others for exams that an earlier model began
   * @throws RuntimeException what a supplier threw
   */
  public static Inference start(
      List<? extends Supplier<? extends Ear>> ears, InferencePolicy policy) {
    if (ears.isEmpty()) {
      throw new IllegalArgumentException("there must be an ear");
    }
    Inference inference = new Inference(ears, policy);
    inference.worker.start();
    try {
      inference.identities.get();
      return inference;
    } catch (InterruptedException e) {
      inference.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the model was loaded", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the model could not be loaded", e.getCause());
    }
  }

  /** The model that hears new exams. */
  public ModelIdentity current() {
    return identities.join().values().iterator().next();
  }

  /** Whether the model an exam began with is here. */
  boolean knows(ModelIdentity model) {
    return identities.join().containsKey(model.digest());
  }

  InferencePolicy policy() {
    return policy;
  }

  /**
   * Has one site heard.
   *
   * @param model must be known here
   * @return empty if the queue is full
   */
  Optional<CompletableFuture<SiteHearing>> listen(ModelIdentity model, SiteAudio audio) {
    return offer(new Listen(model.digest(), audio, new CompletableFuture<>()));
  }

  /**
   * Has one exam decided.
   *
   * @param model must be known here
   * @return empty if the queue is full
   */
  Optional<CompletableFuture<Verdict>> decide(ModelIdentity model, Collection<SiteHearing> heard) {
    return offer(new Decide(model.digest(), List.copyOf(heard), new CompletableFuture<>()));
  }

  /**
   * Throws if nothing will ever be heard again.
   *
   * @throws IllegalStateException if the thread has died
   */
  void requireAlive() {
    if (death != null) {
      throw new IllegalStateException("the inference thread has died", death);
    }
  }

  /** Whether the thread is there to work. */
  public boolean isAlive() {
    return worker.isAlive() && death == null;
  }

  /** Recordings and decisions that wait for the ear or are with it. */
  public int outstanding() {
    return outstanding.get();
  }

  /** How long the ear has been at its present batch; zero if it is idle. */
  public Duration busyFor() {
    long since = busySinceNanos;
    return since == IDLE ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }

  /** Batches given to the ear so far. */
  public long batches() {
    return batches.sum();
  }

  /** Recordings heard so far. */
  public long heard() {
    return heard.sum();
  }

  /** Exams decided so far. */
  public long decided() {
    return decided.sum();
  }

  /** Recordings and exams on which the ear failed for good so far. */
  public long failures() {
    return failures.sum();
  }

  /** Lets the present batch end, forgets the others, closes the ears on their own thread. */
  @Override
  public void close() {
    closing = true;
    try {
      worker.join(PATIENCE_AT_CLOSE.toMillis());
      if (worker.isAlive()) {
        LOG.atWarn().log("the ear did not return in time, its thread is left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> Optional<CompletableFuture<T>> offer(Job<T> job) {
    requireAlive();
    outstanding.incrementAndGet();
    if (!queue.offer(job)) {
      outstanding.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(job.result());
  }

  private void run(List<? extends Supplier<? extends Ear>> suppliers) {
    Map<String, Ear> ears = new LinkedHashMap<>();
    try {
      Map<String, ModelIdentity> known = new LinkedHashMap<>();
      for (Supplier<? extends Ear> supplier : suppliers) {
        Ear ear = supplier.get();
        ears.put(ear.identity().digest(), ear);
        known.put(ear.identity().digest(), ear.identity());
      }
      identities.complete(known);
      while (!closing) {
        Job<?> first = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          busySinceNanos = System.nanoTime();
          int done = work(ears, first);
          outstanding.addAndGet(-done);
          busySinceNanos = IDLE;
        }
      }
    } catch (Throwable e) {
      death = e;
      boolean toldWhoStartedIt = identities.completeExceptionally(e);
      if (!toldWhoStartedIt) {
        LOG.atError().setCause(e).log("the inference thread ends");
      }
    } finally {
      ears.values().forEach(Ear::close);
      queue.forEach(job -> job.result().cancel(false));
    }
  }

  /** Returns how many jobs it took from the queue. */
  private int work(Map<String, Ear> ears, Job<?> first) {
    List<Job<?>> jobs = new ArrayList<>();
    jobs.add(first);
    queue.drainTo(jobs, policy.maxBatch() - 1);
    Map<String, List<Listen>> listening = new LinkedHashMap<>();
    for (Job<?> job : jobs) {
      if (job.result().isCancelled()) {
        continue;
      }
      if (job instanceof Decide decide) {
        Ear ear = ears.get(decide.model());
        attempt(decide, () -> ear.decide(decide.heard()));
        decided.increment();
      } else if (job instanceof Listen listen) {
        listening.computeIfAbsent(listen.model(), model -> new ArrayList<>()).add(listen);
      }
    }
    listening.forEach((model, batch) -> listen(ears.get(model), batch));
    return jobs.size();
  }

  private void listen(Ear ear, List<Listen> batch) {
    if (batch.size() == 1) {
      Listen alone = batch.get(0);
      attempt(alone, () -> hear(ear, batch).get(0));
      return;
    }
    List<SiteHearing> hearings;
    try {
      hearings = hear(ear, batch);
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("batch", batch.size()).log("the ear failed, the batch is halved");
      listen(ear, batch.subList(0, batch.size() / 2));
      listen(ear, batch.subList(batch.size() / 2, batch.size()));
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).result().complete(hearings.get(i));
    }
  }

  private List<SiteHearing> hear(Ear ear, List<Listen> batch) {
    List<SiteHearing> hearings = ear.listen(batch.stream().map(Listen::audio).toList());
    if (hearings.size() != batch.size()) {
      throw new EarException(
          "%d hearings for a batch of %d".formatted(hearings.size(), batch.size()));
    }
    for (SiteHearing hearing : hearings) {
      for (float value : hearing.embedding()) {
        if (!Float.isFinite(value)) {
          throw new EarException("an embedding is not finite");
        }
      }
    }
    batches.increment();
    heard.add(batch.size());
    return hearings;
  }

  private <T> void attempt(Job<T> job, Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        job.result().complete(work.get());
        return;
      } catch (RuntimeException e) {
        if (attempt >= policy.maxAttempts()) {
          failures.increment();
          LOG.atError()
              .addKeyValue("attempts", attempt)
              .addKeyValue("failure", e.getClass().getName())
              .log("the ear failed for good");
          job.result().completeExceptionally(e);
          return;
        }
      }
    }
  }

  private sealed interface Job<T> {
    CompletableFuture<T> result();
  }

  private record Listen(String model, SiteAudio audio, CompletableFuture<SiteHearing> result)
      implements Job<SiteHearing> {}

  private record Decide(String model, List<SiteHearing> heard, CompletableFuture<Verdict> result)
      implements Job<Verdict> {}
}
