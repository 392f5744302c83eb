package org.murmurstream.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RngTest {

  @Test
  void shouldDrawTheNumbersOfSplitMix64() {
    // Given: the reference sequence of seed 1234567
    Rng rng = new Rng(1234567);

    // When // Then
    assertThat(rng.nextLong()).isEqualTo(6457827717110365317L);
    assertThat(rng.nextLong()).isEqualTo(3203168211198807973L);
    assertThat(rng.nextLong()).isEqualTo(-8629252141511181193L);
  }

  @Test
  void shouldSplitTheSameWhateverWasDrawnBefore() {
    // Given
    Rng fresh = new Rng(7);
    Rng used = new Rng(7);
    used.nextLong();

    // When // Then
    assertThat(used.split("loss").nextLong()).isEqualTo(fresh.split("loss").nextLong());
    assertThat(fresh.split("loss").nextLong()).isNotEqualTo(fresh.split("shuffle").nextLong());
    assertThat(fresh.split("loss").nextLong()).isNotEqualTo(new Rng(8).split("loss").nextLong());
  }

  @Test
  void shouldDrawNormalNumbers() {
    // Given
    Rng rng = new Rng(3);
    int count = 100_000;

    // When
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double x = rng.gaussian(2, 3);
      sum += x;
      squares += (x - 2) * (x - 2);
    }

    // Then
    assertThat(sum / count).isCloseTo(2, within(0.05));
    assertThat(Math.sqrt(squares / count)).isCloseTo(3, within(0.05));
  }
}
