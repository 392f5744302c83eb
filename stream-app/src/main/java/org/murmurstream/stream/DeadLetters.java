package org.murmurstream.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.kafka.wire.ChunkReader;
import org.murmurstream.kafka.wire.RecordSizes;

/**
 * Sends dead letters: key, value and headers as they came, and headers of ours that say why and
 * from where. Nothing in them comes from the patient or from an exception. Of a record larger than
 * any that could be taken in, the letter holds the head, length and digest, so that a letter always
 * passes: {@link RecordSizes#letter}.
 */
final class DeadLetters {

  private final String appVersion;
  private final ExamMeters meters;
  private final String sink;
  private final RejectionLog log = new RejectionLog();

  /**
   * @param appVersion version of the application that refuses
   * @param sink name of the node that takes them
   */
  DeadLetters(String appVersion, ExamMeters meters, String sink) {
    this.appVersion = appVersion;
    this.meters = meters;
    this.sink = sink;
  }

  /** Sends a record there, counts it, and has the log tell. */
  void send(ProcessorContext<Object, Object> context, Raw raw, Rejection reason) {
    long now = context.currentSystemTimeMs();
    meters.refused(reason);
    log.refused(reason, raw.origin(), now);
    context.forward(letter(raw, reason, now), sink);
  }

  private Record<byte[], byte[]> letter(Raw raw, Rejection reason, long timestamp) {
    Headers headers = own(raw);
    add(headers, LetterHeaders.REASON, reason.name());
    add(headers, LetterHeaders.TOPIC, raw.origin().topic());
    add(headers, LetterHeaders.PARTITION, Integer.toString(raw.origin().partition()));
    add(headers, LetterHeaders.OFFSET, Long.toString(raw.origin().offset()));
    if (ChunkReader.isFramed(raw.value())) {
      int schemaId = ByteBuffer.wrap(raw.value(), 1, Integer.BYTES).getInt();
      add(headers, LetterHeaders.SCHEMA_ID, Integer.toString(schemaId));
    }
    raw.whole()
        .ifPresent(
            whole -> {
              add(headers, LetterHeaders.LENGTH, Integer.toString(whole.length()));
              add(headers, LetterHeaders.SHA256, whole.sha256());
            });
    add(headers, LetterHeaders.APP_VERSION, appVersion);
    byte[] value = raw.whole().isPresent() ? head(raw.value()) : raw.value();
    return new Record<>(raw.key(), value, timestamp, headers);
  }

  /** The record's own headers, without any that looks like one of ours. */
  private static Headers own(Raw raw) {
    Headers own = new RecordHeaders();
    for (Header header : raw.headers()) {
      if (!header.key().startsWith(LetterHeaders.PREFIX)) {
        own.add(header);
      }
    }
    return own;
  }

  private static byte[] head(byte[] value) {
    return value == null || value.length <= RecordSizes.LETTER_HEAD
        ? value
        : Arrays.copyOf(value, RecordSizes.LETTER_HEAD);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, LetterHeaders.bytes(value));
  }
}
