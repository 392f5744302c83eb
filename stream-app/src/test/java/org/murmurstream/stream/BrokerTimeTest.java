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

class BrokerTimeTest {

  private static final long NOW = 1_800_000_000_000L;
  private static final long HOUR = 3_600_000;

  private final BrokerTime time =
      new BrokerTime(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

  /** An hour before or after this machine's clock, which may be the one that is wrong. */
  @ParameterizedTest
  @CsvSource({"-3600000", "0", "3600000"})
  void shouldBelieveTheBroker(long ahead) {
    assertThat(time.extract(record(NOW + ahead, TimestampType.LOG_APPEND_TIME), -1))
        .isEqualTo(NOW + ahead);
  }

  @Test
  void shouldNotBelieveADeviceThatLivesInTheFutureOrBeforeTheEpoch() {
    assertThat(time.extract(record(NOW - HOUR, TimestampType.CREATE_TIME), -1))
        .isEqualTo(NOW - HOUR);
    assertThat(time.extract(record(NOW + HOUR, TimestampType.CREATE_TIME), -1)).isEqualTo(NOW);
    assertThat(time.extract(record(-5, TimestampType.CREATE_TIME), -1)).isEqualTo(NOW);
    assertThat(time.extract(record(-1, TimestampType.NO_TIMESTAMP_TYPE), -1)).isEqualTo(NOW);
  }

  private static ConsumerRecord<Object, Object> record(long timestamp, TimestampType type) {
    return new ConsumerRecord<>(
        "recordings",
        0,
        0,
        timestamp,
        type,
        0,
        0,
        null,
        null,
        new RecordHeaders(),
        Optional.empty());
  }
}
