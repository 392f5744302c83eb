package org.murmurstream.kafka.deadletters;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.murmurstream.core.Sha256;
import org.murmurstream.kafka.Place;

/**
 * A record that was not taken in, and why.
 *
 * @param at where the letter lies
 * @param timestamp when it was written, in milliseconds since the epoch
 * @param reason why, by name; empty if it does not say
 * @param source where the record lay; empty if it does not say, or not in a way that makes sense
 * @param schemaId the schema the record names, if it names one
 * @param appVersion version of the application that refused it
 * @param replayOf where the record lay that this one repeats, if it was sent again
 * @param key the record's key, or null
 * @param value the record's value, or null; no more than its head if the letter {@link #isCut}
 * @param headers the record's own headers; none if the letter {@link #isCut}
 * @param length length of the record's value in bytes, of a letter that is cut
 * @param sha256 SHA-256 of the record's value, of a letter that is cut
 */
@SuppressWarnings("ArrayRecordComponent") // passed on as it came, never compared
public record DeadLetter(
    Place at,
    long timestamp,
    Optional<String> reason,
    Optional<Place> source,
    OptionalInt schemaId,
    Optional<String> appVersion,
    Optional<Place> replayOf,
    byte[] key,
    byte[] value,
    Headers headers,
    OptionalLong length,
    Optional<String> sha256) {

  /** Reads a record of the dead letters' topic; whatever anybody wrote there is a letter. */
  public static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
    Headers all = record.headers();
    OptionalLong schema = number(all, LetterHeaders.SCHEMA_ID);
    return new DeadLetter(
        Place.of(record),
        record.timestamp(),
        LetterHeaders.text(all, LetterHeaders.REASON),
        source(all),
        schema.isPresent() && schema.getAsLong() == (int) schema.getAsLong()
            ? OptionalInt.of((int) schema.getAsLong())
            : OptionalInt.empty(),
        LetterHeaders.text(all, LetterHeaders.APP_VERSION),
        LetterHeaders.text(all, LetterHeaders.REPLAY_OF).flatMap(Place::parse),
        record.key(),
        record.value(),
        ownOf(all),
        number(all, LetterHeaders.LENGTH),
        LetterHeaders.text(all, LetterHeaders.SHA256));
  }

  /** Whether it holds no more than the head of the record. */
  public boolean isCut() {
    return length.isPresent();
  }

  /** Length of the record's value in bytes; 0 if it has none. */
  public long valueLength() {
    return length.orElse(value == null ? 0 : value.length);
  }

  /** Whether a record is the one that was refused: by its value, whole or by SHA-256. */
  public boolean isOf(byte[] recordValue) {
    if (value == null || recordValue == null) {
      return value == recordValue;
    }
    return Sha256.of(recordValue).equals(sha256.orElseGet(() -> Sha256.of(value)));
  }

  /** Whether its record had been refused before, and was sent again. */
  public boolean isOfReplay() {
    return replayOf.isPresent();
  }

  /** Key, value and headers are a patient's: only where it lies and why is ever printed. */
  @Override
  public String toString() {
    return "DeadLetter[%s, %s]".formatted(at, reason.orElse("no reason"));
  }

  private static Optional<Place> source(Headers all) {
    Optional<String> topic = LetterHeaders.text(all, LetterHeaders.TOPIC);
    OptionalLong partition = number(all, LetterHeaders.PARTITION);
    OptionalLong offset = number(all, LetterHeaders.OFFSET);
    if (topic.isEmpty() || partition.isEmpty() || offset.isEmpty()) {
      return Optional.empty();
    }
    return Place.parse(
        "%s/%d:%d".formatted(topic.get(), partition.getAsLong(), offset.getAsLong()));
  }

  private static Headers ownOf(Headers all) {
    Headers own = new RecordHeaders();
    for (Header header : all) {
      if (!header.key().startsWith(LetterHeaders.PREFIX)
          && !header.key().equals(LetterHeaders.REPLAY_OF)) {
        own.add(header);
      }
    }
    return own;
  }

  private static OptionalLong number(Headers all, String name) {
    Optional<String> text = LetterHeaders.text(all, name);
    return text.isPresent() && text.get().matches("-?\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text.get()))
        : OptionalLong.empty();
  }
}
