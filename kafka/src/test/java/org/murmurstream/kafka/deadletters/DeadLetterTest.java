package org.murmurstream.kafka.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Sha256;
import org.murmurstream.kafka.Place;

class DeadLetterTest {

  private static final byte[] KEY = {1};
  private static final byte[] VALUE = {0, 0, 0, 0, 7, 9};

  private final RecordHeaders headers = new RecordHeaders();

  @Test
  void shouldTellItsOwnHeadersFromThoseOfTheRecord() {
    // Given
    headers.add("trace", new byte[] {3});
    add(LetterHeaders.REASON, "UNKNOWN_SCHEMA");
    add(LetterHeaders.TOPIC, "recordings");
    add(LetterHeaders.PARTITION, "3");
    add(LetterHeaders.OFFSET, "1045");
    add(LetterHeaders.SCHEMA_ID, "7");
    add(LetterHeaders.APP_VERSION, "0.1.0");

    // When
    DeadLetter letter = letter(VALUE);

    // Then
    assertThat(letter)
        .returns(new Place("recordings-dlq", 2, 5), DeadLetter::at)
        .returns(Optional.of("UNKNOWN_SCHEMA"), DeadLetter::reason)
        .returns(Optional.of(new Place("recordings", 3, 1045)), DeadLetter::source)
        .returns(OptionalInt.of(7), DeadLetter::schemaId)
        .returns(Optional.of("0.1.0"), DeadLetter::appVersion)
        .returns(false, DeadLetter::isOfReplay)
        .returns(false, DeadLetter::isCut)
        .returns(6L, DeadLetter::valueLength);
    assertThat(letter.headers()).extracting(header -> header.key()).containsExactly("trace");
    assertThat(letter.isOf(VALUE)).isTrue();
    assertThat(letter.isOf(KEY)).isFalse();
  }

  @Test
  void shouldKnowARecordByItsDigestWhereItHoldsItsHeadAlone() {
    // Given
    byte[] whole = new byte[1000];
    add(LetterHeaders.LENGTH, "1000");
    add(LetterHeaders.SHA256, Sha256.of(whole));

    // When
    DeadLetter letter = letter(new byte[10]);

    // Then
    assertThat(letter)
        .returns(true, DeadLetter::isCut)
        .returns(OptionalLong.of(1000), DeadLetter::length)
        .returns(1000L, DeadLetter::valueLength);
    assertThat(letter.isOf(whole)).isTrue();
    assertThat(letter.isOf(new byte[10])).isFalse();
  }

  @Test
  void shouldTakeWhateverAnybodyWroteForALetter() {
    // Given
    add(LetterHeaders.TOPIC, "../recordings");
    add(LetterHeaders.PARTITION, "99999999999999999999");
    add(LetterHeaders.OFFSET, "-1");
    add(LetterHeaders.SCHEMA_ID, "4294967296");
    add(LetterHeaders.REPLAY_OF, "nowhere");
    headers.add(LetterHeaders.REASON, null);

    // When
    DeadLetter letter = letter(null);

    // Then
    assertThat(letter)
        .returns(Optional.empty(), DeadLetter::reason)
        .returns(Optional.empty(), DeadLetter::source)
        .returns(OptionalInt.empty(), DeadLetter::schemaId)
        .returns(Optional.empty(), DeadLetter::replayOf)
        .returns(0L, DeadLetter::valueLength);
    assertThat(letter.isOf(null)).isTrue();
    assertThat(letter.isOf(VALUE)).isFalse();
  }

  private DeadLetter letter(byte[] value) {
    return DeadLetter.of(
        new ConsumerRecord<>(
            "recordings-dlq",
            2,
            5,
            1_000,
            TimestampType.CREATE_TIME,
            -1,
            -1,
            KEY,
            value,
            headers,
            Optional.empty()));
  }

  private void add(String name, String value) {
    headers.add(name, LetterHeaders.bytes(value));
  }
}
