package org.murmurstream.stream.inference;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the ears, and the bounded queue before it, shared by all tasks of all
 * stream threads: recordings of different exams are heard in one batch.
 *
 * <p>A batch on which the ear fails is halved until the recording at fault fails alone. The futures
 * it gives out complete with an {@link EarException} where the ear has failed for good; one that is
 * cancelled, by whomever, was not worked on. An {@link Error} of the ear, such as a lack of memory,
 * ends the thread: from then on {@link #requireAlive()} throws, so that the application stops and
 * says so.
 *
 * <p>There may be several ears: one is current, and hears new exams; the others are there for exams
 * that they began. Beyond {@link InferencePolicy#maxModels} the one that was idle for longest is
 * closed when another comes; it is fetched again for an exam that still needs it.
 */
public final class Inference implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Inference.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(30);
  private static final long IDLE = 0;

  private final InferencePolicy policy;
  private final Predicate<ModelIdentity> library;
  private final BlockingQueue<Job<?>> queue;
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final AtomicInteger outstanding = new AtomicInteger();
  private final LongAdder batches = new LongAdder();
  private final LongAdder heard = new LongAdder();
  private final LongAdder decided = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Thread worker;
  private volatile Map<String, ModelIdentity> known = Map.of();
  private volatile Optional<ModelIdentity> current = Optional.empty();
  private volatile boolean closing;
  private volatile Throwable death;
  private volatile long busySinceNanos = IDLE;

  private Inference(
      List<? extends Supplier<? extends Ear>> ears,
      InferencePolicy policy,
      Predicate<ModelIdentity> library) {
    this.policy = policy;
    this.library = library;
    this.queue = new ArrayBlockingQueue<>(policy.queueCapacity());
    this.worker = new Thread(() -> run(ears), "murmur-inference");
    this.worker.setDaemon(true);
  }

  /** Whether a model can be worked with. */
  public enum Presence {
    /** It is loaded. */
    HERE,

    /** It was asked for: look again at the next tick. */
    COMING,

    /** Nobody has it. */
    GONE
  }

  /**
   * Starts the thread and waits until it has made every ear. There will be no others than these and
   * those that are {@link #add added}.
   *
   * @param ears make the ears, on the thread that will own them: the first for new exams, the
   *     others for exams that an earlier model began
   * @throws RuntimeException what a supplier threw
   */
  public static Inference start(
      List<? extends Supplier<? extends Ear>> ears, InferencePolicy policy) {
    return start(ears, policy, model -> false);
  }

  /**
   * Likewise, with a library to ask for models that exams need and that are not here.
   *
   * @param ears may be none: then one must be {@link #add added} and {@link #use used} before there
   *     is anything to hear
   * @param library is asked for a model by any thread, again and again until the model was added;
   *     must answer at once whether it may come
   */
  public static Inference start(
      List<? extends Supplier<? extends Ear>> ears,
      InferencePolicy policy,
      Predicate<ModelIdentity> library) {
    Inference inference = new Inference(ears, policy, library);
    inference.worker.start();
    try {
      inference.started.get();
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

  /**
   * Has the thread make one more ear, before the next batch. It hears only exams it began until it
   * is {@link #use used}.
   *
   * @param ear makes the ear; hearing waits for it, so what can be done before should be done
   * @return the model; fails with what the supplier threw
   */
  public CompletableFuture<ModelIdentity> add(Supplier<? extends Ear> ear) {
    requireAlive();
    Arrival arrival = new Arrival(ear, new CompletableFuture<>());
    arrivals.add(arrival);
    if (!worker.isAlive()) {
      arrival.result().cancel(false);
    }
    return arrival.result();
  }

  /**
   * Lets a model hear the exams that begin from now on.
   *
   * @throws IllegalArgumentException if it is not here
   */
  public void use(ModelIdentity model) {
    if (!knows(model)) {
      throw new IllegalArgumentException("model " + model.version() + " is not loaded");
    }
    current = Optional.of(model);
  }

  /** The model that hears new exams. */
  public ModelIdentity current() {
    return current.orElseThrow(() -> new IllegalStateException("no model is in use yet"));
  }

  /** Whether a model is here. */
  public boolean knows(ModelIdentity model) {
    return known.containsKey(model.digest());
  }

  /** Whether the model an exam began with is here; if not, it is asked for. */
  public Presence presence(ModelIdentity model) {
    if (knows(model)) {
      return Presence.HERE;
    }
    return library.test(model) ? Presence.COMING : Presence.GONE;
  }

  /** How work is handed over. */
  public InferencePolicy policy() {
    return policy;
  }

  /**
   * Has one site heard.
   *
   * @return empty if the queue is full; cancelled if the model has gone meanwhile
   */
  public Optional<CompletableFuture<Evidence>> listen(ModelIdentity model, SiteAudio audio) {
    return offer(new Listen(model.digest(), audio, new CompletableFuture<>()));
  }

  /**
   * Has one exam decided.
   *
   * @return empty if the queue is full; cancelled if the model has gone meanwhile
   */
  public Optional<CompletableFuture<Verdict>> decide(
      ModelIdentity model, Collection<SiteEvidence> heard) {
    return offer(new Decide(model.digest(), List.copyOf(heard), new CompletableFuture<>()));
  }

  /**
   * Throws if nothing will ever be heard again.
   *
   * @throws IllegalStateException if the thread has died
   */
  public void requireAlive() {
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
    Map<String, Ear> ears = new LinkedHashMap<>(16, 0.75f, true); // the idlest first
    try {
      for (Supplier<? extends Ear> supplier : suppliers) {
        ModelIdentity model = open(ears, supplier);
        current = current.or(() -> Optional.of(model));
      }
      started.complete(null);
      while (!closing) {
        admit(ears);
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
      boolean toldWhoStartedIt = started.completeExceptionally(e);
      if (!toldWhoStartedIt) {
        LOG.atError().setCause(e).log("the inference thread ends");
      }
    } finally {
      ears.values().forEach(Ear::close);
      queue.forEach(job -> job.result().cancel(false));
      arrivals.forEach(arrival -> arrival.result().cancel(false));
    }
  }

  private void admit(Map<String, Ear> ears) {
    for (Arrival next = arrivals.poll(); next != null; next = arrivals.poll()) {
      busySinceNanos = System.nanoTime();
      makeRoom(ears);
      try {
        next.result().complete(open(ears, next.ear()));
      } catch (RuntimeException e) {
        next.result().completeExceptionally(e);
      } catch (Error e) {
        next.result().completeExceptionally(e);
        throw e;
      }
      busySinceNanos = IDLE;
    }
  }

  private ModelIdentity open(Map<String, Ear> ears, Supplier<? extends Ear> supplier) {
    Ear ear = supplier.get();
    ModelIdentity model = ear.identity();
    Ear same = ears.put(model.digest(), ear);
    if (same != null) {
      same.close();
    }
    know(ears);
    return model;
  }

  private void makeRoom(Map<String, Ear> ears) {
    Iterator<Ear> idlestFirst = ears.values().iterator();
    int tooMany = ears.size() - policy.maxModels() + 1;
    while (tooMany > 0 && idlestFirst.hasNext()) {
      Ear ear = idlestFirst.next();
      if (!current.equals(Optional.of(ear.identity()))) {
        idlestFirst.remove();
        know(ears);
        ear.close();
        tooMany--;
        LOG.atInfo().addKeyValue("version", ear.identity().version()).log("a model was let go");
      }
    }
  }

  private void know(Map<String, Ear> ears) {
    Map<String, ModelIdentity> now = new LinkedHashMap<>();
    ears.forEach((digest, ear) -> now.put(digest, ear.identity()));
    known = now;
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
        if (ear == null) {
          decide.result().cancel(false);
          continue;
        }
        attempt(decide, () -> ear.decide(decide.heard()));
        decided.increment();
      } else if (job instanceof Listen listen) {
        listening.computeIfAbsent(listen.model(), model -> new ArrayList<>()).add(listen);
      }
    }
    listening.forEach(
        (model, batch) -> {
          Ear ear = ears.get(model);
          if (ear == null) {
            batch.forEach(job -> job.result().cancel(false));
          } else {
            listen(ear, batch);
          }
        });
    return jobs.size();
  }

  private void listen(Ear ear, List<Listen> batch) {
    if (batch.size() == 1) {
      Listen alone = batch.get(0);
      attempt(alone, () -> hear(ear, batch).get(0));
      return;
    }
    List<Evidence> hearings;
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

  private List<Evidence> hear(Ear ear, List<Listen> batch) {
    List<Evidence> hearings = ear.listen(batch.stream().map(Listen::audio).toList());
    if (hearings.size() != batch.size()) {
      throw new EarException(
          "%d hearings for a batch of %d".formatted(hearings.size(), batch.size()));
    }
    for (Evidence hearing : hearings) {
      if (!hearing.isFinite()) {
        throw new EarException("an embedding is not finite");
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

  /** An ear to be made. */
  private record Arrival(Supplier<? extends Ear> ear, CompletableFuture<ModelIdentity> result) {}

  private sealed interface Job<T> {
    CompletableFuture<T> result();
  }

  private record Listen(String model, SiteAudio audio, CompletableFuture<Evidence> result)
      implements Job<Evidence> {}

  private record Decide(String model, List<SiteEvidence> heard, CompletableFuture<Verdict> result)
      implements Job<Verdict> {}
}
