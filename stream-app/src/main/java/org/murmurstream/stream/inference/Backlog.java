package org.murmurstream.stream.inference;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.murmurstream.stream.inference.Job.Judge;
import org.murmurstream.stream.inference.Job.Listen;

/**
 * What waits for the ears in memory: recordings, which are weighed by their seconds, and decisions,
 * which cost next to nothing and go first. Each is a {@link FairQueue}. For any number of threads.
 */
final class Backlog {

  private final InferencePolicy policy;
  private final FairQueue<Listen> recordings;
  private final FairQueue<Judge> decisions;

  Backlog(InferencePolicy policy) {
    this.policy = policy;
    this.recordings =
        new FairQueue<>(policy.queueCapacity(), policy.queueBytes(), policy.turnSeconds());
    this.decisions = new FairQueue<>(policy.queueCapacity(), Long.MAX_VALUE, 1);
  }

  synchronized boolean hasRoomToListen(String device) {
    return recordings.hasRoom(device);
  }

  synchronized boolean hasRoomToDecide(String device) {
    return decisions.hasRoom(device);
  }

  /** Takes a recording in; returns whether there was room. */
  synchronized boolean offer(Listen job) {
    long bytes = (long) job.audio().pcm().samples().length * Short.BYTES;
    notifyAll();
    return recordings.offer(job.device(), job, job.audio().pcm().seconds(), bytes);
  }

  /** Takes an exam in; returns whether there was room. */
  synchronized boolean offer(Judge job) {
    notifyAll();
    return decisions.offer(job.device(), job, 1, 0);
  }

  /**
   * What is to be done next: a decision if there is one, else recordings of one model to be heard
   * together. Waits until there is something.
   *
   * @param together how many recordings it is worth to hear together, by the digest of the model
   * @return empty if nothing came in time
   */
  synchronized List<Job<?>> next(ToIntFunction<String> together, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    List<Job<?>> next = next(together);
    long left = patience.toMillis();
    while (next.isEmpty() && left > 0) {
      wait(left);
      next = next(together);
      left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    }
    return next;
  }

  /**
   * What may be done while other recordings are being heard; see {@link FairQueue#pollBetween}.
   *
   * @param heard devices whose recordings are being heard
   * @param idleOnly whether only devices that were idle are served
   */
  synchronized Optional<Job<?>> between(Set<String> heard, boolean idleOnly) {
    Optional<Judge> decision = decisions.poll();
    return decision.isPresent()
        ? decision.map(job -> job)
        : recordings.pollBetween(heard, policy.turnSeconds(), idleOnly).map(job -> job);
  }

  /** Takes out everything. */
  synchronized List<Job<?>> drain() {
    List<Job<?>> all = new ArrayList<>();
    decisions.drain().forEach(all::add);
    recordings.drain().forEach(all::add);
    return all;
  }

  private List<Job<?>> next(ToIntFunction<String> together) {
    Optional<Judge> decision = decisions.poll();
    if (decision.isPresent()) {
      return List.of(decision.get());
    }
    List<Job<?>> batch = new ArrayList<>();
    Optional<Listen> next = recordings.poll();
    String model = next.map(Listen::model).orElse("");
    int most = next.isPresent() ? Math.min(policy.maxBatch(), together.applyAsInt(model)) : 0;
    double seconds = 0;
    while (next.isPresent()) {
      batch.add(next.get());
      seconds += next.get().audio().pcm().seconds();
      next =
          batch.size() < most && seconds < (double) policy.turnSeconds() * most
              ? recordings.poll(job -> job.model().equals(model))
              : Optional.empty();
    }
    return batch;
  }
}
