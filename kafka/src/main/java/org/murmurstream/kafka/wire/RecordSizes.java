package org.murmurstream.kafka.wire;

/** What records take on their way, in bytes: the limits of brokers and readers fit these. */
public final class RecordSizes {

  /** What an honest chunk and its key take beside the samples: ids, numbers, framing, headers. */
  public static final int CHUNK_ENVELOPE = 4 * 1024;

  /** The most a chunk's value may have beside its samples. */
  public static final int MAX_CHUNK_ENVELOPE = 16 * 1024;

  /** A dead letter: a record as it came, with headers more. */
  public static final int DEAD_LETTER = 2 * 1024 * 1024;

  private RecordSizes() {}
}
