package org.murmurstream.kafka.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.murmurstream.core.UserException;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.Place;

class LetterAdviceTest {

  private static final byte[] KEY = {'p'};

  @ParameterizedTest
  @EnumSource
  void shouldHaveAdviceForEveryReason(Rejection reason) {
    assertThat(LetterAdvice.of(reason.name())).isPresent();
    assertThat(LetterAdvice.of(letter(reason, KEY, new RecordHeaders())))
        .isEqualTo(LetterAdvice.of(reason.name()));
  }

  @Test
  void shouldNameTheSettingOfClientsThatPutTheSchemaIntoAHeader() {
    // Given
    Headers headers = new RecordHeaders().add("__value_schema_id", new byte[17]);

    // Then
    assertThat(LetterAdvice.of(letter(Rejection.NOT_FRAMED, KEY, headers)).orElseThrow())
        .contains("value.schema.id.serializer", "prefix_schema_id_serializer");
  }

  @Test
  void shouldTellAKeyThatLacksFromOneThatIsSerialized() {
    assertThat(LetterAdvice.of(letter(Rejection.KEY_MISMATCH, null, new RecordHeaders())))
        .hasValueSatisfying(advice -> assertThat(advice).contains("no key"));
    assertThat(
            LetterAdvice.of(
                letter(Rejection.KEY_MISMATCH, new byte[] {0, 0, 0, 0, 1, 2}, new RecordHeaders())))
        .hasValueSatisfying(advice -> assertThat(advice).contains("StringSerializer"));
  }

  @Test
  void shouldSayHowClientsComeToAgreeOnAPartition() {
    assertThat(LetterAdvice.of("MISPLACED"))
        .hasValueSatisfying(
            advice ->
                assertThat(advice).contains("gather.partitioner", "partitioner=murmur2_random"));
  }

  @Test
  void shouldSayNothingOfReasonsThatThereAreNot() {
    assertThat(LetterAdvice.of("NO_SUCH_REASON")).isEmpty();
    assertThatThrownBy(() -> LetterAdvice.requireReasons(Set.of("BAD_CRC", "BAD_CRCS")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--reason: no such reason: BAD_CRCS.");
  }

  private static DeadLetter letter(Rejection reason, byte[] key, Headers headers) {
    return new DeadLetter(
        new Place("recordings-dlq", 0, 1),
        0,
        Optional.of(reason.name()),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        key,
        new byte[] {1},
        headers,
        OptionalLong.empty(),
        Optional.empty());
  }
}
