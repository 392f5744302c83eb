package org.murmurstream.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.kafka.wire.ChunkReader;

/**
 * Sends dead letters: key, value and headers as they came, and headers of ours that say why and
 * from where. Nothing in them comes from the patient or from an exception.
 */
public final class DeadLetters {

  /** A {@link Rejection} by name. */
  public static final String REASON = LetterHeaders.REASON;

  /** Name of the topic the record came from. */
  public static final String TOPIC = LetterHeaders.TOPIC;

  /** Its partition, in decimal. */
  public static final String PARTITION = LetterHeaders.PARTITION;

  /** Its offset, in decimal. */
  public static final String OFFSET = LetterHeaders.OFFSET;

  /** The schema id it names, in decimal; absent if it names none. */
  public static final String SCHEMA_ID = LetterHeaders.SCHEMA_ID;

  /** Version of the application that refused it. */
  public static final String APP_VERSION = LetterHeaders.APP_VERSION;

  private final String appVersion;
  private final ExamMeters meters;
  private final String sink;

  /**
   * @param appVersion version of the application that refuses
   * @param sink name of the node that takes them
   */
  DeadLetters(String appVersion, ExamMeters meters, String sink) {
    this.appVersion = appVersion;
    this.meters = meters;
    this.sink = sink;
  }

  /** Sends the record in hand there, and counts it. */
  void send(ProcessorContext<Object, Object> context, Raw raw, Rejection reason) {
    meters.refused(reason);
    context.forward(
        letter(raw, reason, context.recordMetadata(), context.currentSystemTimeMs()), sink);
  }

  private Record<byte[], byte[]> letter(
      Raw raw, Rejection reason, Optional<RecordMetadata> source, long timestamp) {
    Headers headers = new RecordHeaders(raw.headers().toArray());
    add(headers, REASON, reason.name());
    source.ifPresent(
        at -> {
          add(headers, TOPIC, at.topic());
          add(headers, PARTITION, Integer.toString(at.partition()));
          add(headers, OFFSET, Long.toString(at.offset()));
        });
    if (ChunkReader.isFramed(raw.value())) {
      int schemaId = ByteBuffer.wrap(raw.value(), 1, Integer.BYTES).getInt();
      add(headers, SCHEMA_ID, Integer.toString(schemaId));
    }
    add(headers, APP_VERSION, appVersion);
    return new Record<>(raw.key(), raw.value(), timestamp, headers);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
