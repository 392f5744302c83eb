package org.murmurstream.stream.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.ChunkLimits;
import org.murmurstream.core.exam.Recording;
import org.murmurstream.core.exam.RecordingAudio;

/** The samples of recordings that have not been heard yet: every chunk is written once. */
public final class ChunkStore {

  private final KeyValueStore<Bytes, byte[]> chunks;

  public ChunkStore(ProcessingContext context) {
    this.chunks = Stores.of(context, Stores.CHUNKS);
  }

  public void put(Chunk chunk) {
    RecordingKey recording = ExamKey.of(chunk).recording(chunk.recording());
    chunks.put(recording.chunk(chunk.sequence()), chunk.samples());
  }

  /** Puts a complete recording together; empty if these are not its chunks. */
  public Optional<RecordingAudio> read(RecordingKey key, Recording recording) {
    SortedMap<Integer, byte[]> pieces = new TreeMap<>();
    try (KeyValueIterator<Bytes, byte[]> range = range(key)) {
      range.forEachRemaining(chunk -> pieces.put(sequence(chunk.key), chunk.value));
    }
    return pieces.keySet().equals(recording.fingerprints().keySet())
        ? Optional.of(RecordingAudio.of(key.id(), recording, pieces))
        : Optional.empty();
  }

  public void delete(RecordingKey key) {
    List<Bytes> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> range = range(key)) {
      range.forEachRemaining(chunk -> keys.add(chunk.key));
    }
    keys.forEach(chunks::delete);
  }

  private KeyValueIterator<Bytes, byte[]> range(RecordingKey key) {
    return chunks.range(key.chunk(0), key.chunk(ChunkLimits.MAX_SEQUENCE));
  }

  private static int sequence(Bytes key) {
    return ByteBuffer.wrap(key.get(), key.get().length - Integer.BYTES, Integer.BYTES).getInt();
  }
}
