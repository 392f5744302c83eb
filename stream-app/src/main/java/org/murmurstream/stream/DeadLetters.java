package org.murmurstream.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.murmurstream.core.Sha256;
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
  private final int maxValueBytes;
  private final ExamMeters meters;
  private final String sink;

  /**
   * @param appVersion version of the application that refuses
   * @param maxValueBytes largest value that is kept whole
   * @param sink name of the node that takes them
   */
  DeadLetters(String appVersion, int maxValueBytes, ExamMeters meters, String sink) {
    this.appVersion = appVersion;
    this.maxValueBytes = maxValueBytes;
    this.meters = meters;
    this.sink = sink;
  }

  /** Sends a record there, and counts it. */
  void send(ProcessorContext<Object, Object> context, Raw raw, Rejection reason) {
    meters.refused(reason);
    context.forward(letter(raw, reason, context.currentSystemTimeMs()), sink);
  }

  private Record<byte[], byte[]> letter(Raw raw, Rejection reason, long timestamp) {
    boolean fits = fits(raw);
    Headers headers = fits ? own(raw) : new RecordHeaders();
    add(headers, LetterHeaders.REASON, reason.name());
    add(headers, LetterHeaders.TOPIC, raw.origin().topic());
    add(headers, LetterHeaders.PARTITION, Integer.toString(raw.origin().partition()));
    add(headers, LetterHeaders.OFFSET, Long.toString(raw.origin().offset()));
    if (ChunkReader.isFramed(raw.value())) {
      int schemaId = ByteBuffer.wrap(raw.value(), 1, Integer.BYTES).getInt();
      add(headers, LetterHeaders.SCHEMA_ID, Integer.toString(schemaId));
    }
    if (!fits) {
      byte[] value = raw.value() == null ? new byte[0] : raw.value();
      add(headers, LetterHeaders.LENGTH, Integer.toString(value.length));
      add(headers, LetterHeaders.SHA256, Sha256.of(value));
    }
    add(headers, LetterHeaders.APP_VERSION, appVersion);
    return fits
        ? new Record<>(raw.key(), raw.value(), timestamp, headers)
        : new Record<>(
            head(raw.key(), RecordSizes.LETTER_KEY),
            head(raw.value(), RecordSizes.LETTER_HEAD),
            timestamp,
            headers);
  }

  private boolean fits(Raw raw) {
    return length(raw.value()) <= maxValueBytes
        && length(raw.key()) <= RecordSizes.LETTER_KEY
        && RecordSizes.of(raw.headers()) <= RecordSizes.LETTER_HEADERS;
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

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static byte[] head(byte[] bytes, int most) {
    return length(bytes) <= most ? bytes : Arrays.copyOf(bytes, most);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, LetterHeaders.bytes(value));
  }
}
