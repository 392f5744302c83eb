package org.murmurstream.kafka.wire;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.murmurstream.core.exam.ChunkLimits;

/** What records take on their way, in bytes: the limits of brokers and readers fit these. */
public final class RecordSizes {

  /** What an honest chunk and its key take beside the samples: ids, numbers, framing, headers. */
  public static final int CHUNK_ENVELOPE = 4 * 1024;

  /** The most a chunk's value may have beside its samples. */
  public static final int MAX_CHUNK_ENVELOPE = 16 * 1024;

  /** What the topic of dead letters is created to take: more than {@link #letter} ever is. */
  public static final int DEAD_LETTER = 2 * 1024 * 1024;

  /** The most a dead letter has of a value that is not kept whole: its head. */
  public static final int LETTER_HEAD = 64 * 1024;

  /** The most a dead letter has of a key; an honest key is an id of 128. */
  public static final int LETTER_KEY = 1024;

  /** The most a dead letter has of a record's own headers; beyond it has none. */
  public static final int LETTER_HEADERS = 64 * 1024;

  /** What a letter says itself, its topic's name of up to 249 included, and the framing. */
  private static final int LETTER_ENVELOPE = 4 * 1024;

  /** What an exam's state holds of each chunk: sequence and fingerprint. */
  private static final int CHUNK_IN_EXAM = Short.BYTES + Long.BYTES;

  /** Key, framing, and what else an exam's state holds, all its recordings included. */
  private static final int STORE_ENVELOPE = 32 * 1024;

  /** What framing a header takes at most: two lengths. */
  private static final int HEADER_FRAME = 10;

  private RecordSizes() {}

  /** The largest value that can be a chunk of so many bytes of samples. */
  public static int chunkRecord(int maxChunkBytes) {
    return maxChunkBytes + MAX_CHUNK_ENVELOPE;
  }

  /** The largest dead letter there can be, if chunks have up to so many bytes of samples. */
  public static int letter(int maxChunkBytes) {
    return Math.max(chunkRecord(maxChunkBytes), LETTER_HEAD)
        + LETTER_KEY
        + LETTER_HEADERS
        + LETTER_ENVELOPE;
  }

  /**
   * The largest record of the application's own stores, if chunks have up to so many bytes of
   * samples: a chunk, or an exam of {@link ChunkLimits#MAX_EXAM_CHUNKS} chunks.
   */
  public static int stored(int maxChunkBytes) {
    return Math.max(maxChunkBytes, ChunkLimits.MAX_EXAM_CHUNKS * CHUNK_IN_EXAM) + STORE_ENVELOPE;
  }

  /** What headers take, compressed by nothing. */
  public static long of(Headers headers) {
    long bytes = 0;
    for (Header header : headers) {
      int value = header.value() == null ? 0 : header.value().length;
      bytes += HEADER_FRAME + header.key().getBytes(StandardCharsets.UTF_8).length + value;
    }
    return bytes;
  }
}
