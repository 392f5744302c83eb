package org.murmurstream.stream.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
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
 */
final class BatchRun {

  private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

  private final EarShelf ears;
  private final int maxAttempts;
  private final LongAdder batches = new LongAdder();
  private final LongAdder heard = new LongAdder();
  private final LongAdder decided = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /**
   * @param maxAttempts how often the ear may fail on a single job before that is final
   */
  BatchRun(EarShelf ears, int maxAttempts) {
    this.ears = ears;
    this.maxAttempts = maxAttempts;
  }

  /**
   * Completes every job; cancels those whose model has gone, skips those that are cancelled.
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
        judge(judge);
      } else if (job instanceof Listen listen) {
        listening.computeIfAbsent(listen.model(), model -> new ArrayList<>()).add(listen);
      }
    }
    listening.forEach(
        (model, batch) ->
            ears.ear(model)
                .ifPresentOrElse(
                    ear -> listen(ear, batch, between),
                    () -> batch.forEach(job -> job.result().cancel(false))));
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

  private void judge(Judge job) {
    Optional<Ear> ear = ears.ear(job.model());
    if (ear.isEmpty()) {
      job.result().cancel(false);
      return;
    }
    attempt(job, () -> ear.get().decide(job.sites()));
    decided.increment();
  }

  private void listen(Ear ear, List<Listen> batch, Runnable between) {
    if (batch.size() == 1) {
      attempt(batch.get(0), () -> hear(ear, batch, between).get(0));
      return;
    }
    List<Evidence> found;
    try {
      found = hear(ear, batch, between);
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("batch", batch.size()).log("the ear failed, the batch is halved");
      listen(ear, batch.subList(0, batch.size() / 2), between);
      listen(ear, batch.subList(batch.size() / 2, batch.size()), between);
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

  private <T> void attempt(Job<T> job, Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        job.result().complete(work.get());
        return;
      } catch (RuntimeException e) {
        if (attempt >= maxAttempts) {
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
}
