package org.murmurstream.trainer.sites;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValidationTest {

  @Test
  void shouldPreferWeightedAccuracyThenUarThenALowerLossThenTheEarlierEpoch() {
    // Given
    var lessAccurate = new Validation(0.79, 0.99, 0.1);
    var lessUar = new Validation(0.80, 0.60, 0.1);
    var moreLoss = new Validation(0.80, 0.70, 0.6);
    var best = new Validation(0.80, 0.70, 0.5);

    // Then
    assertThat(Validation.best(List.of(lessAccurate, lessUar, moreLoss, best, best))).isEqualTo(3);
    assertThat(Validation.best(List.of(best, moreLoss, lessUar, lessAccurate))).isZero();
    assertThat(best.betterThan(best)).isFalse();
  }

  @Test
  void shouldStopOnceThePatienceIsExhausted() {
    // Given
    var good = new Validation(0.8, 0.7, 0.5);
    var bad = new Validation(0.7, 0.7, 0.5);

    // Then
    assertThat(Validation.exhausted(List.of(), 2)).isFalse();
    assertThat(Validation.exhausted(List.of(good, bad), 2)).isFalse();
    assertThat(Validation.exhausted(List.of(good, bad, bad), 2)).isTrue();
    assertThat(Validation.exhausted(List.of(good, bad, good), 2)).isTrue();
    assertThat(Validation.exhausted(List.of(bad, bad, good), 2)).isFalse();
  }
}
