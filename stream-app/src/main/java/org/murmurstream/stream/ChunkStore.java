package org.murmurstream.stream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.murmurstream.model.Pcm;
import org.murmurstream.model.SiteAudio;
import org.murmurstream.model.exam.AudioDigest;
import org.murmurstream.model.exam.Chunk;
import org.murmurstream.model.exam.ChunkCheck;
import org.murmurstream.model.exam.Recording;
import org.murmurstream.model.exam.RecordingId;

/** The samples of recordings that have not been heard yet: every chunk is written once. */
final class ChunkStore {

  private final KeyValueStore<Bytes, byte[]> chunks;

  ChunkStore(ProcessingContext context) {
    this.chunks = Stores.of(context, Stores.CHUNKS);
  }

  /**
   * A complete recording.
   *
   * @param audio its samples
   * @param digest its {@link AudioDigest}
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Audio(SiteAudio audio, byte[] digest) {}

  void put(Chunk chunk) {
    chunks.put(ExamKey.of(chunk).chunk(chunk.recording(), chunk.sequence()), chunk.samples());
  }

  /**
   * Puts a complete recording together.
   *
   * @throws IllegalStateException if a chunk is not there
   */
  Audio read(ExamKey exam, RecordingId id, Recording recording) {
    SortedMap<Integer, byte[]> pieces = new TreeMap<>();
    int length = 0;
    try (KeyValueIterator<Bytes, byte[]> range = range(exam, id)) {
      while (range.hasNext()) {
        KeyValue<Bytes, byte[]> chunk = range.next();
        pieces.put(sequence(chunk.key), chunk.value);
        length += chunk.value.length;
      }
    }
    if (!pieces.keySet().equals(recording.fingerprints().keySet())) {
      throw new IllegalStateException(
          "the chunk store holds %d chunks of a recording of %d"
              .formatted(pieces.size(), recording.fingerprints().size()));
    }
    AudioDigest digest = AudioDigest.ofRecording(id, recording.sampleRateHz());
    pieces.forEach(digest::add);
    short[] samples = new short[length / Short.BYTES];
    ShortBuffer target = ShortBuffer.wrap(samples);
    pieces
        .values()
        .forEach(
            piece ->
                target.put(ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer()));
    Pcm pcm = new Pcm(recording.sampleRateHz(), samples);
    return new Audio(new SiteAudio(id.site(), List.of(pcm)), digest.end());
  }

  void delete(ExamKey exam, RecordingId id) {
    List<Bytes> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> range = range(exam, id)) {
      range.forEachRemaining(chunk -> keys.add(chunk.key));
    }
    keys.forEach(chunks::delete);
  }

  private KeyValueIterator<Bytes, byte[]> range(ExamKey exam, RecordingId id) {
    return chunks.range(exam.chunk(id, 0), exam.chunk(id, ChunkCheck.MAX_SEQUENCE));
  }

  private static int sequence(Bytes key) {
    return ByteBuffer.wrap(key.get(), key.get().length - Integer.BYTES, Integer.BYTES).getInt();
  }
}
