package org.murmurstream.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void shouldWeighTheDistanceOfEachBinByItsPatients() {
    // Given: three patients given 0.2 of whom one is positive, one given 1 who is not
    boolean[] positive = {true, false, false, false};
    double[] probability = {0.2, 0.2, 0.2, 1};

    // When
    Calibration calibration = Calibration.of(positive, probability, 10);

    // Then
    double byHand = 0.75 * (1.0 / 3 - 0.2) + 0.25 * 1;
    assertThat(calibration.expectedError()).isCloseTo(byHand, within(1e-12));
    assertThat(calibration.bins()).hasSize(10);
    Calibration.Bin low = calibration.bins().get(2);
    assertThat(low.patients()).isEqualTo(3);
    assertThat(low.predicted()).isCloseTo(0.2, within(1e-12));
    assertThat(low.observed()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(calibration.bins().get(9).patients()).isEqualTo(1);
    assertThat(calibration.bins().get(5).observed()).isNaN();
  }

  @Test
  void shouldBeNotANumberWithoutPatients() {
    assertThat(Calibration.of(new boolean[0], new double[0], 10).expectedError()).isNaN();
  }
}
