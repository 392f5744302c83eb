package org.murmurstream.stream;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.store.PendingStore;

/**
 * A station's work that is done beside the stream thread: what waits, in the order in which it
 * came, and what the ear has. All of it lies in a store until it is {@link #done}. At each tick
 * finished work is collected, in the transaction of that tick, and the queue of the ear is filled
 * up. After a crash everything is handed over again.
 *
 * @param <K> the name of a piece of work
 */
final class PendingWork<K> {

  private final PendingStore<K> store;
  private final Inference inference;
  private final Submission<K> submission;
  private final Set<K> waiting = new LinkedHashSet<>();
  private final List<InFlight<K, ?>> inFlight = new ArrayList<>();

  private PendingWork(PendingStore<K> store, Inference inference, Submission<K> submission) {
    this.store = store;
    this.inference = inference;
    this.submission = submission;
  }

  /**
   * Takes up what was left, and begins to tick.
   *
   * @param submission is asked at every tick for each piece that waits
   */
  static <K> PendingWork<K> begin(
      ProcessingContext context,
      PendingStore<K> store,
      Inference inference,
      Submission<K> submission) {
    PendingWork<K> work = new PendingWork<>(store, inference, submission);
    work.waiting.addAll(store.all());
    context.schedule(inference.policy().tick(), PunctuationType.WALL_CLOCK_TIME, work::tick);
    return work;
  }

  /** What became of work that was to be handed to the ear. */
  enum Handover {
    /** It need not be handed over again. */
    DONE,

    /** Its model is being fetched; what is behind it need not wait. */
    LATER,

    /** The ear takes nothing more for now. */
    QUEUE_FULL
  }

  /** Hands a piece of work to the ear, or does without. */
  interface Submission<K> {
    Handover submit(K work, long now);
  }

  /** Takes what the ear made of a piece of work; empty if it has failed for good. */
  interface Completion<T> {
    void completed(Optional<T> result, long now);
  }

  private record InFlight<K, T>(K work, CompletableFuture<T> result, Completion<T> completion) {
    void collect(long now) {
      completion.completed(
          result.isCompletedExceptionally() ? Optional.empty() : Optional.of(result.join()), now);
    }
  }

  /** Has it handed over at the next tick. */
  void add(K work) {
    store.put(work);
    waiting.add(work);
  }

  /** Has work handed over again that the ear had. */
  void again(K work) {
    waiting.add(work);
  }

  /** Forgets it. */
  void done(K work) {
    store.delete(work);
  }

  /**
   * Takes note of what was handed over.
   *
   * @param result of the ear; empty if its queue is full
   * @param completion is told at the tick after the result has come
   */
  <T> Handover handOver(K work, Optional<CompletableFuture<T>> result, Completion<T> completion) {
    result.ifPresent(future -> inFlight.add(new InFlight<>(work, future, completion)));
    return result.isPresent() ? Handover.DONE : Handover.QUEUE_FULL;
  }

  void close() {
    inFlight.forEach(piece -> piece.result().cancel(false));
    inFlight.clear();
    waiting.clear();
  }

  private void tick(long now) {
    inference.requireAlive();
    collect(now);
    for (Iterator<K> next = waiting.iterator(); next.hasNext(); ) {
      Handover handover = submission.submit(next.next(), now);
      if (handover == Handover.QUEUE_FULL) {
        return;
      }
      if (handover == Handover.DONE) {
        next.remove();
      }
    }
  }

  private void collect(long now) {
    for (Iterator<InFlight<K, ?>> pieces = inFlight.iterator(); pieces.hasNext(); ) {
      InFlight<K, ?> piece = pieces.next();
      if (piece.result().isDone()) {
        pieces.remove();
        if (piece.result().isCancelled()) {
          again(piece.work());
        } else {
          piece.collect(now);
        }
      }
    }
  }
}
