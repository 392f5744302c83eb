package org.murmurstream.core.exam;

import java.util.regex.Pattern;

/** What a chunk may say, and an id may look like: the limits that every program keeps. */
public final class ChunkLimits {

  /** Highest number of a recording among those of its site. */
  public static final int MAX_RECORDING = 31;

  /** Highest sequence number of a chunk. */
  public static final int MAX_SEQUENCE = 65_535;

  /**
   * Most chunks of one exam, whatever else is allowed: what is known of each is written anew with
   * every chunk of the exam, in one record, and a topic takes no more than a megabyte at once.
   */
  public static final int MAX_EXAM_CHUNKS = 65_536;

  /** Most samples, in bytes. */
  public static final int MAX_SAMPLES_BYTES = 256 * 1024;

  /** Lowest sampling rate in hertz. */
  public static final int MIN_SAMPLE_RATE_HZ = 1_000;

  /** Highest sampling rate in hertz. */
  public static final int MAX_SAMPLE_RATE_HZ = 48_000;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private ChunkLimits() {}

  /** Whether it is 1 to 128 characters of {@code [A-Za-z0-9._:-]}, as every id must be. */
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }
}
