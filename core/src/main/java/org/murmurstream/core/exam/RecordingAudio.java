package org.murmurstream.core.exam;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.SortedMap;
import org.murmurstream.core.Pcm;

/**
 * A complete recording, put together from its chunks.
 *
 * @param pcm its samples
 * @param digest its {@link AudioDigest}, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record RecordingAudio(Pcm pcm, byte[] digest) {

  /**
   * Puts a recording together.
   *
   * @param recording what is known of it
   * @param pieces the samples of its chunks, by sequence
   * @throws IllegalStateException if these are not the chunks of the recording
   */
  public static RecordingAudio of(
      RecordingId id, Recording recording, SortedMap<Integer, byte[]> pieces) {
    if (!recording.isMadeOf(pieces)) {
      throw new IllegalStateException(
          "there are %d chunks of a recording of %d".formatted(pieces.size(), recording.chunks()));
    }
    AudioDigest digest = AudioDigest.ofRecording(id, recording.sampleRateHz());
    pieces.forEach(digest::add);
    int bytes = pieces.values().stream().mapToInt(piece -> piece.length).sum();
    short[] samples = new short[bytes / Short.BYTES];
    ShortBuffer target = ShortBuffer.wrap(samples);
    for (byte[] piece : pieces.values()) {
      target.put(ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer());
    }
    return new RecordingAudio(new Pcm(recording.sampleRateHz(), samples), digest.end());
  }

  /** Audio is patient data: only its dimensions are ever printed. */
  @Override
  public String toString() {
    return "RecordingAudio[" + pcm + "]";
  }
}
