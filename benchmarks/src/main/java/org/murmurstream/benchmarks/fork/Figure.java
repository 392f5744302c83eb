package org.murmurstream.benchmarks.fork;

/** What a forked program knows of itself. */
public enum Figure {
  /** Bytes of keys and values that were read. */
  READ_BYTES,
  /** Bytes allocated on the heap so far, by threads that live. */
  ALLOCATED_BYTES,
  /** Recordings heard so far. */
  HEARD,
  /** Seconds that ears have heard, summed over ears. */
  HEARING_SECONDS,
  /** Seconds from the first hearing's beginning to the last one's end. */
  HEARD_FOR_SECONDS,
  /** Seconds that the last hearing took. */
  LAST_HEARING_SECONDS,
  /** Bytes that were read of changelogs to restore stores. */
  RESTORED_BYTES,
  /** Seconds from the first to the last of them. */
  RESTORING_SECONDS,
  /** 1 if the application is ready, 0 if not. */
  READY
}
