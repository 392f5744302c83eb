package org.murmurstream.core.exam;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of one recording, without its samples.
 *
 * @param sampleRateHz samples per second
 * @param last sequence of its last chunk, once that is here
 * @param fingerprints {@link Chunk#fingerprint()} of each chunk received, by sequence
 * @param bytes samples of those chunks, in bytes; 0 for what an earlier application took in, which
 *     did not count them
 * @param stage how far it has come
 */
public record Recording(
    int sampleRateHz,
    OptionalInt last,
    SortedMap<Integer, Long> fingerprints,
    long bytes,
    Stage stage) {

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
    fingerprints = Collections.unmodifiableSortedMap(new TreeMap<>(fingerprints));
  }

  static Recording begunWith(Chunk chunk) {
    return new Recording(
        chunk.sampleRateHz(),
        OptionalInt.empty(),
        Collections.emptySortedMap(),
        0,
        Stage.GATHERING);
  }

  /** Whether every chunk is here. */
  public boolean isComplete() {
    return stage != Stage.GATHERING;
  }

  /** How long it lasts so far, in seconds. */
  double seconds() {
    return (double) bytes / Short.BYTES / sampleRateHz;
  }

  boolean holds(Chunk chunk) {
    Long known = fingerprints.get(chunk.sequence());
    return known != null
        && known == chunk.fingerprint()
        && chunk.sampleRateHz() == sampleRateHz
        && chunk.last() == (last.isPresent() && last.getAsInt() == chunk.sequence());
  }

  /** Why the chunk does not fit what is here, or null. */
  Rejection objectionTo(Chunk chunk) {
    if (chunk.sampleRateHz() != sampleRateHz) {
      return Rejection.SAMPLE_RATE_CHANGED;
    }
    if (fingerprints.containsKey(chunk.sequence())) {
      return Rejection.CONFLICT;
    }
    if (chunk.last() && last.isPresent()) {
      return Rejection.SECOND_LAST;
    }
    boolean beyondLast = last.isPresent() && chunk.sequence() > last.getAsInt();
    boolean lastTooLow =
        chunk.last() && !fingerprints.isEmpty() && fingerprints.lastKey() > chunk.sequence();
    return beyondLast || lastTooLow ? Rejection.BEYOND_LAST : null;
  }

  Recording with(Chunk chunk) {
    NavigableMap<Integer, Long> grown = new TreeMap<>(fingerprints);
    grown.put(chunk.sequence(), chunk.fingerprint());
    OptionalInt newLast = chunk.last() ? OptionalInt.of(chunk.sequence()) : last;
    boolean whole = newLast.isPresent() && grown.size() == newLast.getAsInt() + 1;
    return new Recording(
        sampleRateHz,
        newLast,
        grown,
        bytes + chunk.samples().length,
        whole ? Stage.COMPLETE : Stage.GATHERING);
  }

  Recording at(Stage newStage) {
    return new Recording(sampleRateHz, last, fingerprints, bytes, newStage);
  }
}
