package org.murmurstream.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantilesTest {

  private static final double[] VALUES = {4, 1, 3, 2};

  @Test
  void shouldLieBetweenRanks() {
    assertThat(Quantiles.of(VALUES, 0)).isEqualTo(1);
    assertThat(Quantiles.of(VALUES, 0.5)).isEqualTo(2.5);
    assertThat(Quantiles.of(VALUES, 0.75)).isEqualTo(3.25);
    assertThat(Quantiles.of(VALUES, 1)).isEqualTo(4);
    assertThat(Quantiles.of(new double[0], 0.5)).isNaN();
  }

  @Test
  void shouldTakeTheMiddleOfAnOddNumberAndTheMeanOfTheTwoInTheMiddleOfAnEvenOne() {
    assertThat(Quantiles.median(VALUES)).isEqualTo(2.5);
    assertThat(Quantiles.median(new double[] {9, 1, 2})).isEqualTo(2);
  }

  @Test
  void shouldLeaveTheValuesInTheirOrder() {
    // When
    Quantiles.of(VALUES, 0.5);
    Quantiles.median(VALUES);

    // Then
    assertThat(VALUES).containsExactly(4, 1, 3, 2);
  }
}
