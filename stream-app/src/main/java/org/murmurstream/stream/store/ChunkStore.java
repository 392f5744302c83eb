package org.murmurstream.stream.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.murmurstream.core.exam.AudioDigest;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.ChunkLimits;
import org.murmurstream.core.exam.Recording;
import org.murmurstream.core.exam.RecordingAudio;

/**
 * The chunks of recordings: each is written once, as its samples. Once a recording is heard, their
 * fingerprints take the samples' place, in one value, so that chunks that come again are known.
 */
public final class ChunkStore {

  /** Stands for a chunk that is not there; that it is one's fingerprint is one chance in 2^64. */
  private static final long NOTHING = 0;

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
    return recording.isMadeOf(pieces)
        ? Optional.of(RecordingAudio.of(key.id(), recording, pieces))
        : Optional.empty();
  }

  /** Fingerprint of the chunk that was taken in for a place of a recording; empty if none was. */
  public OptionalLong fingerprint(RecordingKey key, Recording recording, int sequence) {
    Long kept = recording.kept().get(sequence);
    if (kept != null) {
      return OptionalLong.of(kept);
    }
    byte[] samples = chunks.get(key.chunk(sequence));
    if (samples != null) {
      return OptionalLong.of(AudioDigest.fingerprint(samples));
    }
    byte[] heard = chunks.get(key.bytes());
    long fingerprint =
        heard != null && sequence < heard.length / Long.BYTES
            ? ByteBuffer.wrap(heard).getLong(sequence * Long.BYTES)
            : NOTHING;
    return fingerprint == NOTHING ? OptionalLong.empty() : OptionalLong.of(fingerprint);
  }

  /** The recording was heard, or never will be: its samples go, their fingerprints stay. */
  public void forgetSamples(RecordingKey key) {
    SortedMap<Integer, Long> fingerprints = new TreeMap<>();
    try (KeyValueIterator<Bytes, byte[]> range = range(key)) {
      range.forEachRemaining(
          chunk -> fingerprints.put(sequence(chunk.key), AudioDigest.fingerprint(chunk.value)));
    }
    if (fingerprints.isEmpty()) {
      return;
    }
    fingerprints.keySet().forEach(sequence -> chunks.delete(key.chunk(sequence)));
    ByteBuffer all = ByteBuffer.allocate((fingerprints.lastKey() + 1) * Long.BYTES);
    fingerprints.forEach((sequence, one) -> all.putLong(sequence * Long.BYTES, one));
    chunks.put(key.bytes(), all.array());
  }

  /** Forgets all of a recording. */
  public void delete(RecordingKey key) {
    List<Bytes> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> range =
        chunks.range(key.bytes(), key.chunk(ChunkLimits.MAX_SEQUENCE))) {
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
