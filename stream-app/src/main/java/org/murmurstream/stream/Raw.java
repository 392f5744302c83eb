package org.murmurstream.stream;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A record as it came.
 *
 * @param key its key, null if it had none
 * @param value its value, null if it had none
 * @param headers a copy of its headers, taken before anything could change them
 * @param origin where it was read
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Raw(byte[] key, byte[] value, Headers headers, Origin origin) {

  /**
   * Where a record was read.
   *
   * @param topic name of its topic
   * @param partition its partition
   * @param offset its offset
   * @param timestamp its time, in milliseconds since the epoch
   */
  record Origin(String topic, int partition, long offset, long timestamp) {}

  static Raw of(Record<byte[], byte[]> record, RecordMetadata at) {
    return new Raw(
        record.key(),
        record.value(),
        new RecordHeaders(record.headers().toArray()),
        new Origin(at.topic(), at.partition(), at.offset(), record.timestamp()));
  }

  /** It may be patient data. */
  @Override
  public String toString() {
    return "Raw[hidden]";
  }
}
