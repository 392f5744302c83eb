package org.murmurstream.stream.inference;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the ears, and the bounded queue before it, shared by all tasks of all
 * stream threads and fair between devices: recordings of different exams are heard in one batch.
 *
 * <p>The futures it gives out complete with an {@link org.murmurstream.core.EarException} where the
 * ear has failed for good; one that is cancelled, by whomever, was not worked on. An {@link Error}
 * of the ear other than a lack of memory, such as a broken native library, ends the thread, and so
 * does an ear that hangs: from then on {@link #requireAlive()} throws, so that the application
 * stops and says so. An ear that fails on everything pauses all work until it is well again.
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
  private final Backlog backlog;
  private final Queue<NewEar> arrivals = new ConcurrentLinkedQueue<>();
  private final EarShelf ears;
  private final BatchRun run;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final Pulse pulse = new Pulse();
  private final Watchdog watchdog;
  private final LongAdder pauses = new LongAdder();
  private final AtomicInteger outstanding = new AtomicInteger();
  private final Thread worker;
  private long probeAtNanos;
  private volatile boolean closing;
  private volatile Throwable death;
  private volatile boolean sick;
  private volatile long busySinceNanos = IDLE;

  private Inference(
      List<? extends Supplier<? extends Ear>> suppliers,
      InferencePolicy policy,
      Predicate<ModelIdentity> library) {
    this.policy = policy;
    this.library = library;
    this.backlog = new Backlog(policy);
    this.ears = new EarShelf(policy.maxModels());
    this.run = new BatchRun(ears, policy.maxAttempts(), pulse);
    this.watchdog = new Watchdog(pulse, policy.hangTimeout(), this::giveUp);
    this.worker = new Thread(() -> run(suppliers), "murmur-inference");
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
    NewEar arrival = new NewEar(ear, new CompletableFuture<>());
    arrivals.add(arrival);
    if (!worker.isAlive()) {
      arrival.model().cancel(false);
    }
    return arrival.model();
  }

  /**
   * Lets a model hear the exams that begin from now on.
   *
   * @throws IllegalArgumentException if it is not here
   */
  public void use(ModelIdentity model) {
    ears.use(model);
  }

  /** The model that hears new exams. */
  public ModelIdentity current() {
    return ears.current().orElseThrow(() -> new IllegalStateException("no model is in use yet"));
  }

  /** Whether a model is here. */
  public boolean knows(ModelIdentity model) {
    return ears.has(model);
  }

  /** Whether the model an exam began with is here; if not, it is asked for. */
  public Presence presence(ModelIdentity model) {
    if (knows(model)) {
      return Presence.HERE;
    }
    if (library.test(model)) {
      return Presence.COMING;
    }
    LOG.atError()
        .addKeyValue("model", model.version())
        .log("an exam needs the model it began with, which cannot be had");
    return Presence.GONE;
  }

  /** How work is handed over. */
  public InferencePolicy policy() {
    return policy;
  }

  /**
   * Whether there is room for one more recording of a device; there is none in {@link #trouble}.
   */
  public boolean hasRoomToListen(String device) {
    return trouble().isEmpty() && backlog.hasRoomToListen(device);
  }

  /** Whether there is room for one more decision on an exam of a device; likewise. */
  public boolean hasRoomToDecide(String device) {
    return trouble().isEmpty() && backlog.hasRoomToDecide(device);
  }

  /**
   * Has one site heard.
   *
   * @param device of the exam
   * @return empty if there is no room; cancelled if the model has gone meanwhile
   */
  public Optional<CompletableFuture<Evidence>> listen(
      String device, ModelIdentity model, SiteAudio audio) {
    var job = new Job.Listen(device, model.digest(), audio, new CompletableFuture<>());
    return offer(job, () -> backlog.offer(job));
  }

  /**
   * Has one exam decided.
   *
   * @param device of the exam
   * @return empty if there is no room; cancelled if the model has gone meanwhile
   */
  public Optional<CompletableFuture<Verdict>> decide(
      String device, ModelIdentity model, Collection<SiteEvidence> sites) {
    var job = new Job.Judge(device, model.digest(), List.copyOf(sites), new CompletableFuture<>());
    return offer(job, () -> backlog.offer(job));
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

  /** What keeps the model from working, as long as something does. */
  public Optional<Trouble> trouble() {
    if (watchdog.isHanging()) {
      return Optional.of(Trouble.HANGING);
    }
    return sick ? Optional.of(Trouble.SICK) : Optional.empty();
  }

  /** Why nothing is handed to the model; exams wait. */
  public enum Trouble {
    /** It fails on everything; it is tried again and again. */
    SICK,

    /** It is at some work and does not get on. */
    HANGING
  }

  /** What operators should know of the model now, a sentence each; usually empty. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    trouble()
        .ifPresent(
            trouble ->
                complaints.add(
                    trouble == Trouble.SICK
                        ? "the model fails on everything, exams wait; it is tried again every %d s"
                            .formatted(policy.probePause().toSeconds())
                        : "the model has made no progress for %d s, exams wait"
                            .formatted(stillFor().toSeconds())));
    if (standIns() > 0) {
      complaints.add("the model's device was lost, the CPU stands in for it until the next start");
    }
    return complaints;
  }

  /** How often work was paused because the model failed on everything. */
  public long pauses() {
    return pauses.sum();
  }

  /** How many models are heard by another device than they should be, which is lost. */
  public int standIns() {
    return ears.standIns();
  }

  /** How long the model has been at work without any progress. */
  public Duration stillFor() {
    return watchdog.still();
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
    return run.batches();
  }

  /** Recordings heard so far. */
  public long heard() {
    return run.heard();
  }

  /** Exams decided so far. */
  public long decided() {
    return run.decided();
  }

  /** Recordings and exams on which the ear failed for good so far. */
  public long failures() {
    return run.failures();
  }

  /** Lets the present batch end, forgets the others, closes the ears on their own thread. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!watchdog.isHanging()) {
        worker.join(PATIENCE_AT_CLOSE.toMillis());
      }
      watchdog.close();
      if (worker.isAlive()) {
        LOG.atWarn().log("the ear did not return in time, its thread is left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> Optional<CompletableFuture<T>> offer(Job<T> job, BooleanSupplier queue) {
    requireAlive();
    if (trouble().isPresent()) {
      return Optional.empty();
    }
    outstanding.incrementAndGet();
    if (!queue.getAsBoolean()) {
      outstanding.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(job.result());
  }

  private void run(List<? extends Supplier<? extends Ear>> suppliers) {
    try {
      for (Supplier<? extends Ear> supplier : suppliers) {
        ModelIdentity model = ears.open(supplier);
        if (ears.current().isEmpty()) {
          ears.use(model);
        }
      }
      watchdog.start();
      started.complete(null);
      while (!closing) {
        admit();
        if (sick) {
          recover();
          continue;
        }
        List<Job<?>> jobs = backlog.next(ears::batchSize, POLL);
        if (!jobs.isEmpty()) {
          work(jobs);
        }
      }
    } catch (Throwable e) {
      death = e;
      boolean toldWhoStartedIt = started.completeExceptionally(e);
      if (!toldWhoStartedIt) {
        LOG.atError().setCause(e).log("the inference thread ends");
      }
    } finally {
      ears.close();
      backlog.drain().forEach(job -> job.result().cancel(false));
      arrivals.forEach(arrival -> arrival.model().cancel(false));
    }
  }

  private void admit() {
    for (NewEar next = arrivals.poll(); next != null; next = arrivals.poll()) {
      pulse.begin();
      busySinceNanos = System.nanoTime();
      ears.makeRoom();
      try {
        next.model().complete(ears.open(next.ear()));
      } catch (RuntimeException e) {
        next.model().completeExceptionally(e);
      } catch (Error e) {
        next.model().completeExceptionally(e);
        throw e;
      }
      busySinceNanos = IDLE;
      pulse.end();
    }
  }

  private void work(List<Job<?>> jobs) {
    pulse.begin();
    busySinceNanos = System.nanoTime();
    Set<String> devices = jobs.stream().map(Job::device).collect(Collectors.toSet());
    run.run(jobs, () -> getInBetween(devices));
    outstanding.addAndGet(-jobs.size());
    busySinceNanos = IDLE;
    pulse.end();
    if (run.sick().isPresent()) {
      pause();
    }
  }

  /** Gives back all work: the model fails on everything. */
  private void pause() {
    sick = true;
    pauses.increment();
    LOG.atError()
        .addKeyValue("probedEverySeconds", policy.probePause().toSeconds())
        .log("the model fails on everything; nothing more is handed to it, exams wait");
    List<Job<?>> back = backlog.drain();
    back.forEach(job -> job.result().cancel(false));
    outstanding.addAndGet(-back.size());
    probeAtNanos = System.nanoTime() + policy.probePause().toNanos();
  }

  private void recover() throws InterruptedException {
    if (System.nanoTime() - probeAtNanos < 0) {
      Thread.sleep(POLL.toMillis());
      return;
    }
    pulse.begin();
    run.examine();
    pulse.end();
    probeAtNanos = System.nanoTime() + policy.probePause().toNanos();
    if (run.sick().isEmpty()) {
      sick = false;
      LOG.atInfo().log("the model is well again");
    }
  }

  private void giveUp(EarHangException hang) {
    death = hang;
    LOG.atError().log("the model hangs for good, the application ends; a restart frees it");
  }

  /**
   * Serves those who bring little while recordings of others are heard: decisions, devices that
   * were idle, or else one recording of a device that waits for its turn.
   */
  private void getInBetween(Set<String> heard) {
    pulse.beat();
    Optional<Job<?>> next = backlog.between(heard, false);
    while (next.isPresent()) {
      run.run(List.of(next.get()), pulse::beat);
      outstanding.decrementAndGet();
      next = backlog.between(heard, true);
    }
  }

  /** An ear to be made. */
  private record NewEar(Supplier<? extends Ear> ear, CompletableFuture<ModelIdentity> model) {}
}
