package org.murmurstream.trainer.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EffectiveRankTest {

  @Test
  void shouldCountDirectionsThatVectorsSpreadOverEvenly() {
    // Given
    float[] rows = {5, 1, 0, 5, -1, 0, 5, 0, 1, 5, 0, -1};

    // Then
    assertThat(EffectiveRank.of(rows, 3)).isCloseTo(2, within(1e-9));
  }

  @Test
  void shouldBeOneOnALine() {
    assertThat(EffectiveRank.of(new float[] {1, 2, 2, 4, 5, 10}, 2)).isCloseTo(1, within(1e-9));
  }

  @Test
  void shouldWeighUnevenDirections() {
    // Given variances of 9 and 1
    float[] rows = {3, 0, -3, 0, 0, 1, 0, -1};

    // Then
    assertThat(EffectiveRank.of(rows, 2)).isCloseTo(100.0 / 82, within(1e-9));
  }

  @Test
  void shouldBeZeroWhereAllVectorsAreTheSame() {
    assertThat(EffectiveRank.of(new float[] {1, 2, 1, 2}, 2)).isZero();
  }
}
