package org.murmurstream.stream;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.kafka.wire.RecordSizes;

/**
 * Cuts records that are larger than any that is taken in, so that hundreds of them, a few kB each
 * when packed, can wait for a stream thread: what is left is what their dead letters will hold.
 */
public final class Abridger {

  /** Says, by a value that nobody else knows, that a record was abridged here. */
  private static final String MARK = "abridged";

  private static final int MARK_BYTES = 16;

  private final int maxValueBytes;
  private final byte[] mark = new byte[MARK_BYTES];

  /**
   * @param maxValueBytes largest value that is kept whole
   */
  public Abridger(int maxValueBytes) {
    this.maxValueBytes = maxValueBytes;
    new SecureRandom().nextBytes(mark);
  }

  /** What is to wait of a record: the same one, if it is of a size that may be taken in. */
  ConsumerRecord<byte[], byte[]> abridged(ConsumerRecord<byte[], byte[]> record) {
    if (fits(record.key(), record.value(), record.headers())) {
      return record;
    }
    Raw.Whole whole = Raw.Whole.of(record.value());
    Headers headers =
        new RecordHeaders()
            .add(MARK, mark)
            .add(LetterHeaders.LENGTH, LetterHeaders.bytes(Integer.toString(whole.length())))
            .add(LetterHeaders.SHA256, LetterHeaders.bytes(whole.sha256()));
    byte[] key = key(record.key());
    byte[] value = value(record.value());
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers,
        record.leaderEpoch());
  }

  /** A record as it came, whether it was abridged before or not. */
  Raw raw(Record<byte[], byte[]> record, RecordMetadata at) {
    var origin = new Raw.Origin(at.topic(), at.partition(), at.offset(), record.timestamp());
    Optional<Raw.Whole> before = whole(record.headers());
    if (before.isPresent()) {
      return new Raw(record.key(), record.value(), before, new RecordHeaders(), origin);
    }
    return fits(record.key(), record.value(), record.headers())
        ? new Raw(
            record.key(),
            record.value(),
            Optional.empty(),
            new RecordHeaders(record.headers().toArray()),
            origin)
        : new Raw(
            key(record.key()),
            value(record.value()),
            Optional.of(Raw.Whole.of(record.value())),
            new RecordHeaders(),
            origin);
  }

  private boolean fits(byte[] key, byte[] value, Headers headers) {
    return length(value) <= maxValueBytes
        && length(key) <= RecordSizes.LETTER_KEY
        && RecordSizes.of(headers) <= RecordSizes.LETTER_HEADERS;
  }

  private Optional<Raw.Whole> whole(Headers headers) {
    Header marked = headers.lastHeader(MARK);
    if (marked == null || !Arrays.equals(marked.value(), mark)) {
      return Optional.empty();
    }
    String length = LetterHeaders.text(headers, LetterHeaders.LENGTH).orElseThrow();
    String sha256 = LetterHeaders.text(headers, LetterHeaders.SHA256).orElseThrow();
    return Optional.of(new Raw.Whole(Integer.parseInt(length), sha256));
  }

  private static byte[] key(byte[] key) {
    return head(key, RecordSizes.LETTER_KEY);
  }

  /** A value that may be a chunk is needed whole, whatever came with it. */
  private byte[] value(byte[] value) {
    return length(value) <= maxValueBytes ? value : head(value, RecordSizes.LETTER_HEAD);
  }

  private static byte[] head(byte[] bytes, int most) {
    return length(bytes) <= most ? bytes : Arrays.copyOf(bytes, most);
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
