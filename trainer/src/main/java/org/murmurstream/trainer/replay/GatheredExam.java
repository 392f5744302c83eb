package org.murmurstream.trainer.replay;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.murmurstream.core.exam.Arrival;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.Fingerprints;
import org.murmurstream.core.exam.Gathered;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.core.exam.RecordingAudio;
import org.murmurstream.core.exam.RecordingId;

/**
 * An exam, gathered from its chunks by the rules of the stream application; but in an archive no
 * deadline passes, so whatever was sent for it counts.
 *
 * @param exam what is known of it
 * @param complete its complete recordings
 */
record GatheredExam(Exam exam, SortedMap<RecordingId, RecordingAudio> complete) {

  /** Reads the chunk of a record. */
  @FunctionalInterface
  interface ChunkSource {
    Chunk of(Bucket.Item item) throws IOException;
  }

  /**
   * Gathers an exam.
   *
   * @param items its records, by partition and offset
   * @return nothing if no chunk was taken in
   */
  static Optional<GatheredExam> of(
      List<Bucket.Item> items, Gatherer gatherer, ChunkSource chunks, Outcome.Draft out)
      throws IOException {
    Optional<Exam> exam = Optional.empty();
    var fingerprints = new Fingerprints();
    SortedMap<RecordingId, SortedMap<Integer, byte[]>> pieces = new TreeMap<>();
    for (Bucket.Item item : items) {
      Chunk chunk = chunks.of(item);
      Gathered gathered =
          gatherer.accept(exam, chunk, fingerprints.before(chunk), arrival(item.entry()));
      if (gathered instanceof Gathered.Rejected rejected) {
        out.exclude(item.entry(), rejected.reason().name());
      } else if (gathered instanceof Gathered.Duplicate duplicate) {
        exam = Optional.of(duplicate.exam());
        out.repeated();
      } else if (gathered instanceof Gathered.Accepted accepted) {
        exam = Optional.of(accepted.exam());
        fingerprints.add(chunk);
        pieces
            .computeIfAbsent(chunk.recording(), id -> new TreeMap<>())
            .put(chunk.sequence(), chunk.samples());
      }
    }
    return exam.map(known -> new GatheredExam(known, complete(known, pieces)));
  }

  private static SortedMap<RecordingId, RecordingAudio> complete(
      Exam exam, SortedMap<RecordingId, SortedMap<Integer, byte[]>> pieces) {
    SortedMap<RecordingId, RecordingAudio> complete = new TreeMap<>();
    exam.recordings()
        .forEach(
            (id, recording) -> {
              if (recording.isComplete()) {
                complete.put(id, RecordingAudio.of(id, recording, pieces.remove(id)));
              }
            });
    return complete;
  }

  private static Arrival arrival(Entry entry) {
    return new Arrival(entry.timestamp(), entry.timestamp(), entry.partition(), entry.offset());
  }
}
