package org.murmurstream.stream;

import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.murmurstream.core.Sha256;

/**
 * A record as it came.
 *
 * @param key its key, null if it had none
 * @param value its value, null if it had none; no more than its head if it is longer than any chunk
 * @param whole what the value was, of a record larger than any that is taken in
 * @param headers a copy of its headers, taken before anything could change them; none of such a
 *     record
 * @param origin where it was read
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Raw(byte[] key, byte[] value, Optional<Whole> whole, Headers headers, Origin origin) {

  /**
   * Where a record was read.
   *
   * @param topic name of its topic
   * @param partition its partition
   * @param offset its offset
   * @param timestamp its time, in milliseconds since the epoch
   */
  record Origin(String topic, int partition, long offset, long timestamp) {}

  /**
   * A value that is not kept whole.
   *
   * @param length in bytes
   * @param sha256 64 hexadecimal digits
   */
  record Whole(int length, String sha256) {

    static Whole of(byte[] value) {
      byte[] bytes = value == null ? new byte[0] : value;
      return new Whole(bytes.length, Sha256.of(bytes));
    }
  }

  /** Length of its value as it came, in bytes; 0 if it had none. */
  int length() {
    return whole.map(Whole::length).orElse(value == null ? 0 : value.length);
  }

  /** It may be patient data. */
  @Override
  public String toString() {
    return "Raw[hidden]";
  }
}
