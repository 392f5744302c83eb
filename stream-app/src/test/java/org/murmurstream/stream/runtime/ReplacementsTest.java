package org.murmurstream.stream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplacementsTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Replacements replacements = new Replacements(2, Duration.ofMinutes(10), nanos::get);

  @Test
  void shouldEndWhatFailsAgainAndAgain() {
    assertThat(replacements.take()).isTrue();
    assertThat(replacements.take()).isTrue();
    assertThat(replacements.take()).isFalse();
  }

  @Test
  void shouldForgetFailuresOfLongAgo() {
    // Given
    replacements.take();
    pass(Duration.ofMinutes(6));
    replacements.take();

    // When
    pass(Duration.ofMinutes(6));

    // Then
    assertThat(replacements.take()).as("the first is ten minutes ago").isTrue();
    assertThat(replacements.take()).as("the second is not").isFalse();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
