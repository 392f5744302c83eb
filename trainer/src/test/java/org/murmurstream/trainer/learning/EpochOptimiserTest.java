package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochOptimiserTest {

  private static final UpdateRule RULE = new UpdateRule.Momentum(0.9);
  private static final double PEAK = 2.5e-4;
  private static final int STEPS = 8;

  @ParameterizedTest
  @CsvSource({
    "0,     0",
    "0.125, 6.25e-6", // an eighth of the first of five epochs
    "2.5,   1.25e-4",
    "4.875, 2.4375e-4",
    "5,     2.43884515e-4", // 0.976 of the peak: the cosine did not wait for the rise to end
    "25,    1.2505e-4", // half way, of 1e-7 and the peak
    "37.5,  3.66970e-5",
    "50,    1e-7"
  })
  void shouldRiseLinearlyAndFollowTheCosineOfAllEpochs(double epoch, double rate) {
    // Given
    var optimiser = new EpochOptimiser(RULE, PEAK, 5, 50, STEPS);

    // Then
    assertThat(optimiser.learningRate(Math.round(epoch * STEPS))).isCloseTo(rate, within(1e-9));
  }

  @Test
  void shouldBeginAtThePeakWithoutWarmUp() {
    assertThat(new EpochOptimiser(RULE, PEAK, 0, 50, STEPS).learningRate(0)).isEqualTo(PEAK);
  }

  @Test
  void shouldRefuseToWarmUpToTheEnd() {
    assertThatThrownBy(() -> new EpochOptimiser(RULE, PEAK, 5, 5, STEPS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than those of warm-up");
  }
}
