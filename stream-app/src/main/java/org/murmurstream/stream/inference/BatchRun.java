package org.murmurstream.stream.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.stream.inference.Job.Judge;
import org.murmurstream.stream.inference.Job.Listen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does jobs on the inference thread, and counts them: exams are decided one by one, recordings of
 * one model heard together. A batch on which the ear fails is halved until the recording at fault
 * fails alone.
 *
 * <p>Before a job is said to be at fault its ear has to hear a {@link Rehearsal}. If that fails
 * too, the ear is sick and the job is not: another ear stands in if there is one, else this job and
 * all that come after are given back.
 */
final class BatchRun {

  private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

  private final EarShelf ears;
  private final int maxAttempts;
  private final Pulse pulse;
  private final LongAdder batches = new LongAdder();
  private final LongAdder heard = new LongAdder();
  private final LongAdder decided = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private Optional<String> sick = Optional.empty();

  /**
   * @param maxAttempts how often the ear may fail on a single job before that is final
   * @param pulse beats with each attempt
   */
  BatchRun(EarShelf ears, int maxAttempts, Pulse pulse) {
    this.ears = ears;
    this.maxAttempts = maxAttempts;
    this.pulse = pulse;
  }

  /**
   * Completes every job; cancels those whose model has gone or is sick, skips those that are
   * cancelled.
   *
   * @param between may do other jobs in the midst of these; see {@link Ear#listen(List, Runnable)}
   */
  void run(List<Job<?>> jobs, Runnable between) {
    Map<String, List<Listen>> listening = new LinkedHashMap<>();
    for (Job<?> job : jobs) {
      if (job.result().isCancelled()) {
        continue;
      }
      if (job instanceof Judge judge) {
        attempt(judge, ear -> ear.decide(judge.sites()));
        decided.increment();
      } else if (job instanceof Listen listen) {
        listening.computeIfAbsent(listen.model(), model -> new ArrayList<>()).add(listen);
      }
    }
    listening.values().forEach(batch -> listen(batch, between));
  }

  /** Digest of the model whose ear is sick, if one is. */
  Optional<String> sick() {
    return sick;
  }

  /** Has a sick ear tried again. */
  void examine() {
    sick = sick.filter(model -> ears.ear(model).isPresent() && !ears.isWell(model));
  }

  long batches() {
    return batches.sum();
  }

  long heard() {
    return heard.sum();
  }

  long decided() {
    return decided.sum();
  }

  long failures() {
    return failures.sum();
  }

  private void listen(List<Listen> batch, Runnable between) {
    if (batch.size() == 1) {
      attempt(batch.get(0), ear -> hear(ear, batch, between).get(0));
      return;
    }
    Optional<Ear> ear = ears.ear(batch.get(0).model());
    if (sick.isPresent() || ear.isEmpty()) {
      batch.forEach(job -> job.result().cancel(false));
      return;
    }
    List<Evidence> found;
    try {
      found = hear(ear.get(), batch, between);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      LOG.atWarn().addKeyValue("batch", batch.size()).log("the ear failed, the batch is halved");
      listen(batch.subList(0, batch.size() / 2), between);
      listen(batch.subList(batch.size() / 2, batch.size()), between);
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).result().complete(found.get(i));
    }
  }

  private List<Evidence> hear(Ear ear, List<Listen> batch, Runnable between) {
    List<Evidence> found = ear.listen(batch.stream().map(Listen::audio).toList(), between);
    batches.increment();
    heard.add(batch.size());
    return found;
  }

  private <T> void attempt(Job<T> job, Function<Ear, T> work) {
    for (int attempt = 1; ; attempt++) {
      pulse.beat();
      Optional<Ear> ear = ears.ear(job.model());
      if (sick.isPresent() || ear.isEmpty()) {
        job.result().cancel(false);
        return;
      }
      try {
        job.result().complete(work.apply(ear.get()));
        return;
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
        if (attempt >= maxAttempts) {
          if (ears.isWell(job.model())) {
            fail(job, attempt, e);
            return;
          }
          if (ears.standIn(job.model())) {
            attempt = 0;
          } else {
            sick = Optional.of(job.model());
          }
        }
      }
    }
  }

  private void fail(Job<?> job, int attempts, Throwable cause) {
    failures.increment();
    LOG.atError()
        .addKeyValue("attempts", attempts)
        .addKeyValue("failure", cause.getClass().getName())
        .log("the ear failed for good");
    job.result().completeExceptionally(cause);
  }
}
