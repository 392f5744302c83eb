package org.murmurstream.kafka.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers that a dead letter has beside its record's own, and a record that was sent again.
 * Their names are a public contract; every value is text in UTF-8.
 */
public final class LetterHeaders {

  /** What all of them begin with. */
  public static final String PREFIX = "murmur.dlq.";

  /** A {@link org.murmurstream.core.exam.Rejection} by name. */
  public static final String REASON = PREFIX + "reason";

  /** Name of the topic the record came from. */
  public static final String TOPIC = PREFIX + "topic";

  /** Its partition, in decimal. */
  public static final String PARTITION = PREFIX + "partition";

  /** Its offset, in decimal. */
  public static final String OFFSET = PREFIX + "offset";

  /** The schema id it names, in decimal; absent if it names none. */
  public static final String SCHEMA_ID = PREFIX + "schema-id";

  /** Version of the application that refused it. */
  public static final String APP_VERSION = PREFIX + "app-version";

  /**
   * Length of the record's value in bytes, in decimal: given if the record was too large to be kept
   * whole. The letter then holds the heads of its key and value, and none of its own headers.
   */
  public static final String LENGTH = PREFIX + "length";

  /** SHA-256 of the record's value, 64 hexadecimal digits; given if {@link #LENGTH} is. */
  public static final String SHA256 = PREFIX + "sha256";

  /**
   * Of a record that was sent again: where the one lay that was refused, as {@code
   * topic/partition:offset}.
   */
  public static final String REPLAY_OF = "murmur.replay.of";

  private LetterHeaders() {}

  /** The last value of a header, if there is one. */
  public static Optional<String> text(Headers headers, String name) {
    return Optional.ofNullable(headers.lastHeader(name))
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.UTF_8));
  }

  /** What a header's value is. */
  public static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
