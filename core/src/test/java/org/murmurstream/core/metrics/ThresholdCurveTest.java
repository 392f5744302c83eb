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
}
