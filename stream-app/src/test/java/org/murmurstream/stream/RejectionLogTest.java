package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.murmurstream.core.exam.Rejection;

class RejectionLogTest {

  private static final long MINUTE = RejectionLog.PAUSE.toMillis();

  private final RejectionLog log = new RejectionLog();

  @Test
  void shouldTellTheFirstOfEachReasonAtOnce() {
    assertThat(log.untold(Rejection.BAD_CRC, 0)).hasValue(0);
    assertThat(log.untold(Rejection.CONFLICT, 1)).hasValue(0);
  }

  @Test
  void shouldTellALineAMinuteAndHowManyThereWereBetween() {
    // Given
    log.untold(Rejection.BAD_CRC, 0);

    // When
    for (int i = 1; i <= 99; i++) {
      assertThat(log.untold(Rejection.BAD_CRC, i)).isEmpty();
    }

    // Then
    assertThat(log.untold(Rejection.BAD_CRC, MINUTE)).hasValue(99);
    assertThat(log.untold(Rejection.BAD_CRC, MINUTE + 1)).isEmpty();
    assertThat(log.untold(Rejection.BAD_CRC, 2 * MINUTE)).hasValue(1);
  }
}
