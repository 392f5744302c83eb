package org.murmurstream.core.exam;

import java.util.Collections;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of one recording, without its samples.
 *
 * @param sampleRateHz samples per second
 * @param last sequence of its last chunk, once that is here
 * @param chunks how many were received
 * @param highest sequence among them; -1 if there is none
 * @param bytes samples of those chunks, in bytes; 0 for what an earlier application took in, which
 *     did not count them
 * @param stage how far it has come
 * @param kept {@link Chunk#fingerprint()} by sequence of chunks that an earlier application took
 *     in, which kept them here; else empty, for they lie with the chunks
 */
public record Recording(
    int sampleRateHz,
    OptionalInt last,
    int chunks,
    int highest,
    long bytes,
    Stage stage,
    SortedMap<Integer, Long> kept) {

  private static final int NONE = -1;

  /** The stages of a recording, in the order in which it goes through them. */
  public enum Stage {
    /** Chunks are missing. */
    GATHERING,
    /** Every chunk is here; the ear has not heard it yet. */
    COMPLETE,
    /** The ear has heard it; no answer rests on it yet. */
    HEARD,
    /** An answer rests on it. */
    ANSWERED,
    /** The ear failed on it. */
    FAILED
  }

  public Recording {
    kept = Collections.unmodifiableSortedMap(new TreeMap<>(kept));
  }

  /** One of which nothing is kept here. */
  public Recording(
      int sampleRateHz, OptionalInt last, int chunks, int highest, long bytes, Stage stage) {
    this(sampleRateHz, last, chunks, highest, bytes, stage, Collections.emptySortedMap());
  }

  static Recording begunWith(Chunk chunk) {
    return new Recording(chunk.sampleRateHz(), OptionalInt.empty(), 0, NONE, 0, Stage.GATHERING);
  }

  /** Whether every chunk is here. */
  public boolean isComplete() {
    return stage != Stage.GATHERING;
  }

  /** How long it lasts so far, in seconds. */
  double seconds() {
    return (double) bytes / Short.BYTES / sampleRateHz;
  }

  /** Whether it is made of these chunks, once it is complete. */
  public boolean isMadeOf(SortedMap<Integer, ?> pieces) {
    return isComplete()
        && pieces.size() == chunks
        && (pieces.isEmpty() || (pieces.firstKey() == 0 && pieces.lastKey() == chunks - 1));
  }

  /**
   * Whether a chunk is one that is here.
   *
   * @param before fingerprint of the one that was taken in for its place
   */
  boolean holds(Chunk chunk, OptionalLong before) {
    return before.isPresent()
        && before.getAsLong() == chunk.fingerprint()
        && chunk.sampleRateHz() == sampleRateHz
        && chunk.last() == (last.isPresent() && last.getAsInt() == chunk.sequence());
  }

  /** Why the chunk does not fit what is here, or null. */
  Rejection objectionTo(Chunk chunk, OptionalLong before) {
    if (chunk.sampleRateHz() != sampleRateHz) {
      return Rejection.SAMPLE_RATE_CHANGED;
    }
    if (before.isPresent()) {
      return Rejection.CONFLICT;
    }
    if (chunk.last() && last.isPresent()) {
      return Rejection.SECOND_LAST;
    }
    boolean beyondLast = last.isPresent() && chunk.sequence() > last.getAsInt();
    boolean lastTooLow = chunk.last() && highest > chunk.sequence();
    return beyondLast || lastTooLow ? Rejection.BEYOND_LAST : null;
  }

  Recording with(Chunk chunk) {
    OptionalInt newLast = chunk.last() ? OptionalInt.of(chunk.sequence()) : last;
    boolean whole = newLast.isPresent() && chunks == newLast.getAsInt();
    return new Recording(
        sampleRateHz,
        newLast,
        chunks + 1,
        Math.max(highest, chunk.sequence()),
        bytes + chunk.samples().length,
        whole ? Stage.COMPLETE : Stage.GATHERING,
        kept);
  }

  Recording at(Stage newStage) {
    return new Recording(sampleRateHz, last, chunks, highest, bytes, newStage, kept);
  }
}
