package org.murmurstream.stream;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record as it came.
 *
 * @param key its key, null if it had none
 * @param value its value, null if it had none
 * @param headers a copy of its headers, taken before anything could change them
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Raw(byte[] key, byte[] value, Headers headers) {

  static Raw of(Record<byte[], byte[]> record) {
    return new Raw(record.key(), record.value(), new RecordHeaders(record.headers().toArray()));
  }

  /** It may be patient data. */
  @Override
  public String toString() {
    return "Raw[hidden]";
  }
}
