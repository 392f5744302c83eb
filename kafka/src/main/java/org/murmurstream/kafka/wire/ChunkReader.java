package org.murmurstream.kafka.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.schemas.RecordingChunk;

/**
 * Reads a record of the recordings as a chunk, or says why it is none: everything that can be
 * judged without knowing its exam.
 */
public final class ChunkReader {

  /** An id is of ASCII alone. */
  private static final int MAX_ID_BYTES = 128;

  private static final int FRAME_BYTES = 1 + Integer.BYTES;

  private final Function<byte[], RecordingChunk> decoder;
  private final Function<RuntimeException, Rejection> blame;
  private final ChunkCheck check;
  private final int maxRecordBytes;

  /**
   * @param policy tells how large a chunk may be
   * @param decoder decodes a value, frame included
   * @param blame says what the decoder's failure means for the record; throws if the record is not
   *     at fault
   */
  public ChunkReader(
      GatherPolicy policy,
      Function<byte[], RecordingChunk> decoder,
      Function<RuntimeException, Rejection> blame) {
    this.decoder = decoder;
    this.blame = blame;
    this.check = new ChunkCheck(policy);
    this.maxRecordBytes = RecordSizes.chunkRecord(policy.maxChunkBytes());
  }

  /** Of a topic, whose name the registry knows its schema by. */
  public static ChunkReader of(
      GatherPolicy policy,
      AvroSerdes serdes,
      String topic,
      Function<RuntimeException, Rejection> blame) {
    Deserializer<RecordingChunk> deserializer = serdes.value(RecordingChunk.class).deserializer();
    return new ChunkReader(policy, value -> deserializer.deserialize(topic, value), blame);
  }

  /** What a record holds. */
  public sealed interface Reading {}

  /**
   * A chunk.
   *
   * @param chunk sound in itself
   */
  public record Sound(Chunk chunk) implements Reading {}

  /**
   * Nothing that can be taken in.
   *
   * @param reason why
   */
  public record Refused(Rejection reason) implements Reading {}

  /**
   * Reads a record.
   *
   * @param key its key in UTF-8, or null
   * @param value its value, or null
   */
  public Reading read(byte[] key, byte[] value) {
    Optional<Rejection> impossible = impossible(key, value, value == null ? 0 : value.length);
    if (impossible.isPresent()) {
      return new Refused(impossible.get());
    }
    RecordingChunk chunk;
    try {
      chunk = decoder.apply(value);
    } catch (RuntimeException e) {
      return new Refused(blame.apply(e));
    }
    Optional<Rejection> fault = check.fault(text(key), chunk);
    return fault.isPresent() ? new Refused(fault.get()) : new Sound(ChunkCheck.translate(chunk));
  }

  /**
   * Why a record can be no chunk, whatever its schema.
   *
   * @param key its key, or null
   * @param value its value, or its head, or null
   * @param length of its value, in bytes
   */
  public Optional<Rejection> impossible(byte[] key, byte[] value, int length) {
    if (!isFramed(value)) {
      return Optional.of(Rejection.NOT_FRAMED);
    }
    if (length > maxRecordBytes) {
      return Optional.of(Rejection.RECORD_TOO_LARGE);
    }
    return key == null || key.length > MAX_ID_BYTES
        ? Optional.of(Rejection.KEY_MISMATCH)
        : Optional.empty();
  }

  /** Reads the value of a record that was {@link Sound} before. */
  public Chunk readSound(byte[] value) {
    return ChunkCheck.translate(decoder.apply(value));
  }

  /** Whether a value begins with a zero byte and a schema id, and goes on. */
  public static boolean isFramed(byte[] value) {
    return value != null && value.length > FRAME_BYTES && value[0] == 0;
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
