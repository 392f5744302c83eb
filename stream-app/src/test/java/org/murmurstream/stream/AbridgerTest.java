package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbridgerTest {

  private static final long NOW = 1_800_000_000_000L;
  private static final long HOUR = 3_600_000;

  private final Abridger abridger =
      new Abridger(100, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

  /** An hour before or after this machine's clock, which may be the one that is wrong. */
  @ParameterizedTest
  @CsvSource({"-3600000", "0", "3600000"})
  void shouldBelieveTheBrokersTime(long ahead) {
    // Given
    ConsumerRecord<byte[], byte[]> record = record(NOW + ahead, TimestampType.LOG_APPEND_TIME);

    // Then
    assertThat(abridger.abridged(record)).isSameAs(record);
  }

  @Test
  void shouldBoundTheTimeOfADeviceThatLivesInTheFutureOrBeforeTheEpoch() {
    assertThat(abridged(NOW - HOUR)).isEqualTo(NOW - HOUR);
    assertThat(abridged(NOW + HOUR)).isEqualTo(NOW);
    assertThat(abridged(-5)).isEqualTo(NOW);
  }

  private long abridged(long timestamp) {
    return abridger.abridged(record(timestamp, TimestampType.CREATE_TIME)).timestamp();
  }

  private static ConsumerRecord<byte[], byte[]> record(long timestamp, TimestampType type) {
    return new ConsumerRecord<>(
        "recordings",
        0,
        7,
        timestamp,
        type,
        1,
        3,
        new byte[1],
        new byte[3],
        new RecordHeaders(),
        Optional.empty());
  }
}
