package org.murmurstream.core.exam;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Fingerprints of the chunks that were taken in of one exam, for those who hold it in memory. */
public final class Fingerprints {

  private final Map<RecordingId, Map<Integer, Long>> byRecording = new HashMap<>();

  /** That of the chunk that was taken in for the same place; empty if none was. */
  public OptionalLong before(Chunk chunk) {
    Long known = byRecording.getOrDefault(chunk.recording(), Map.of()).get(chunk.sequence());
    return known == null ? OptionalLong.empty() : OptionalLong.of(known);
  }

  /** A chunk was taken in. */
  public void add(Chunk chunk) {
    byRecording
        .computeIfAbsent(chunk.recording(), id -> new HashMap<>())
        .put(chunk.sequence(), chunk.fingerprint());
  }
}
