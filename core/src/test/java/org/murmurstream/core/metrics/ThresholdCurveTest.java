package org.murmurstream.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.murmurstream.core.metrics.ThresholdCurve.Point;

class ThresholdCurveTest {

  @Test
  void shouldHaveOnePointForEachDistinctScore() {
    // Given
    boolean[] positive = {false, true, true, false};
    double[] score = {0.5, 0.5, 0.9, 0.1};

    // When
    ThresholdCurve curve = ThresholdCurve.of(positive, score);

    // Then
    assertThat(curve.points())
        .containsExactly(
            new Point(0, 0, 1),
            new Point(0, 0.5, 1),
            new Point(0.5, 1, 2.0 / 3),
            new Point(1, 1, 0.5));
  }

  @Test
  void shouldTellTheRecallBetweenPoints() {
    // Given
    var curve =
        ThresholdCurve.of(new boolean[] {true, false, true, false}, new double[] {4, 3, 2, 1});

    // Then
    assertThat(curve.recallAt(0)).isEqualTo(0.5);
    assertThat(curve.recallAt(0.25)).isEqualTo(0.5);
    assertThat(curve.recallAt(0.75)).isEqualTo(1);
    assertThat(curve.recallAt(1)).isEqualTo(1);
  }

  @Test
  void shouldTellThePrecisionThatARecallCosts() {
    // Given
    var curve =
        ThresholdCurve.of(new boolean[] {true, false, true, false}, new double[] {4, 3, 2, 1});

    // Then
    assertThat(curve.precisionAt(0)).isEqualTo(1);
    assertThat(curve.precisionAt(0.5)).isEqualTo(1);
    assertThat(curve.precisionAt(0.51)).isEqualTo(2.0 / 3);
    assertThat(curve.precisionAt(1)).isEqualTo(2.0 / 3);
  }

  @Test
  void shouldTellNothingWhereThereIsNothingToFind() {
    // Given
    var curve = ThresholdCurve.of(new boolean[] {false, false}, new double[] {2, 1});

    // Then
    assertThat(curve.recallAt(0.5)).isNaN();
    assertThat(curve.precisionAt(0.5)).isNaN();
  }
}
