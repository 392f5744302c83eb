package org.murmurstream.stream;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.kafka.wire.RecordSizes;

/**
 * Brings records into bounds before they wait for a stream thread. What is larger than any that is
 * taken in is cut to what its dead letter will hold, so that hundreds of them, a few kB each when
 * packed, can wait. Where the time of a record is its device's, it lies neither in the future nor
 * before the epoch: a device's clock must not stamp our changelogs with a year the broker refuses.
 * The broker's own time is taken as it is, whatever this machine's clock says; Streams would not
 * tell the two apart.
 */
public final class Abridger {

  /** Says, by a value that nobody else knows, that a record was abridged here. */
  private static final String MARK = "abridged";

  private static final int MARK_BYTES = 16;

  private final int maxValueBytes;
  private final Clock clock;
  private final byte[] mark = new byte[MARK_BYTES];

  /**
   * @param maxValueBytes largest value that is kept whole
   * @param clock beyond which no device's time lies
   */
  public Abridger(int maxValueBytes, Clock clock) {
    this.maxValueBytes = maxValueBytes;
    this.clock = clock;
    new SecureRandom().nextBytes(mark);
  }

  /** What is to wait of a record: the same one, if it is of a size that may be taken in. */
  ConsumerRecord<byte[], byte[]> abridged(ConsumerRecord<byte[], byte[]> record) {
    if (fits(record.key(), record.value(), record.headers())) {
      return timed(record);
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
        time(record),
        record.timestampType(),
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers,
        record.leaderEpoch());
  }

  private ConsumerRecord<byte[], byte[]> timed(ConsumerRecord<byte[], byte[]> record) {
    long time = time(record);
    return time == record.timestamp()
        ? record
        : new ConsumerRecord<>(
            record.topic(),
            record.partition(),
            record.offset(),
            time,
            record.timestampType(),
            record.serializedKeySize(),
            record.serializedValueSize(),
            record.key(),
            record.value(),
            record.headers(),
            record.leaderEpoch());
  }

  private long time(ConsumerRecord<byte[], byte[]> record) {
    if (record.timestampType() == TimestampType.LOG_APPEND_TIME) {
      return record.timestamp();
    }
    long now = clock.millis();
    return record.timestamp() < 0 ? now : Math.min(record.timestamp(), now);
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
