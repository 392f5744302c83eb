package org.murmurstream.stream;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.store.PendingStore;

/**
 * A station's work that is done beside the stream thread: what waits, by device and in the order in
 * which it came, and what the ear has. All of it lies in a store until it is {@link #done}. At each
 * tick finished work is collected, in the transaction of that tick, and the queue of the ear is
 * filled up, device by device: a tick costs as much as there are devices with work, and nothing is
 * read of work for which there is no room. After a crash everything is handed over again.
 *
 * @param <K> the name of a piece of work
 */
final class PendingWork<K> {

  /** Of a device at one tick, with or without the ear, so that no transaction grows long. */
  private static final int MOST_AT_ONCE = 64;

  private final PendingStore<K> store;
  private final Inference inference;
  private final Submission<K> submission;
  private final Consumer<Waiting> meter;
  private final LongSupplier clock;
  private final Map<String, Map<K, Long>> waiting = new LinkedHashMap<>(); // served last at the end
  private final List<InFlight<K, ?>> inFlight = new ArrayList<>();

  private PendingWork(
      PendingStore<K> store,
      Inference inference,
      Submission<K> submission,
      Consumer<Waiting> meter,
      LongSupplier clock) {
    this.store = store;
    this.inference = inference;
    this.submission = submission;
    this.meter = meter;
    this.clock = clock;
  }

  /**
   * Takes up what was left, and begins to tick.
   *
   * @param submission is asked at every tick for the work there is room for
   * @param meter is told at every tick how much is left
   */
  static <K> PendingWork<K> begin(
      ProcessingContext context,
      PendingStore<K> store,
      Inference inference,
      Submission<K> submission,
      Consumer<Waiting> meter) {
    PendingWork<K> work =
        new PendingWork<>(store, inference, submission, meter, context::currentSystemTimeMs);
    store.all().forEach(work::again);
    context.schedule(inference.policy().tick(), PunctuationType.WALL_CLOCK_TIME, work::tick);
    return work;
  }

  /**
   * How much waits, that the ear has no room for yet.
   *
   * @param devices that it is of
   * @param longest most of one device
   * @param oldestSince when the work came that is first in its lane and came first of all, in
   *     milliseconds since the epoch; empty if there is none
   */
  record Waiting(int devices, int longest, OptionalLong oldestSince) {

    static final Waiting NONE = new Waiting(0, 0, OptionalLong.empty());
  }

  /** What became of work that was to be handed to the ear. */
  enum Handover {
    /** It need not be handed over again. */
    DONE,

    /** Its model is being fetched; what is behind it need not wait, but goes before it. */
    LATER,

    /** The ear takes nothing more for now. */
    QUEUE_FULL
  }

  /** How work is handed to the ear. */
  interface Submission<K> {

    /** The device that a piece of work is of. */
    String device(K work);

    /** Whether the ear takes more work of a device. */
    boolean hasRoom(String device);

    /** Hands a piece of work to the ear, or does without. */
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
    again(work);
  }

  /**
   * Has it handed over at the next tick, unless it waits or the ear has it.
   *
   * @return whether nobody was about to do it
   */
  boolean remind(K work) {
    if (store.holds(work)) {
      return false;
    }
    add(work);
    return true;
  }

  /** Has work handed over again that the ear had. */
  void again(K work) {
    waiting
        .computeIfAbsent(submission.device(work), device -> new LinkedHashMap<>())
        .put(work, clock.getAsLong());
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
    meter.accept(Waiting.NONE);
  }

  private void tick(long now) {
    inference.requireAlive();
    collect(now);
    for (String device : List.copyOf(waiting.keySet())) {
      if (submission.hasRoom(device)) {
        handOver(device, now);
      }
    }
    meter.accept(left());
  }

  private void handOver(String device, long now) {
    Map<K, Long> lane = waiting.remove(device);
    Handover handover = Handover.DONE;
    int tries = Math.min(lane.size(), MOST_AT_ONCE);
    while (tries > 0 && handover != Handover.QUEUE_FULL && submission.hasRoom(device)) {
      Map.Entry<K, Long> first = lane.entrySet().iterator().next();
      K work = first.getKey();
      long since = first.getValue();
      handover = submission.submit(work, now);
      if (handover != Handover.QUEUE_FULL) {
        lane.remove(work);
      }
      if (handover == Handover.LATER) {
        lane.put(work, since);
      }
      tries--;
    }
    if (!lane.isEmpty()) {
      waiting.merge(device, lane, PendingWork::joined);
    }
  }

  private static <K> Map<K, Long> joined(Map<K, Long> added, Map<K, Long> left) {
    left.putAll(added);
    return left;
  }

  private Waiting left() {
    return waiting.isEmpty()
        ? Waiting.NONE
        : new Waiting(
            waiting.size(),
            waiting.values().stream().mapToInt(Map::size).max().orElse(0),
            waiting.values().stream().mapToLong(lane -> lane.values().iterator().next()).min());
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
