package org.murmurstream.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundSpreadTest {

  @Test
  void shouldTellTheMiddleOneOfAnOddNumberInAnyOrder() {
    assertThat(RoundSpread.of(List.of(3.0, 9.0, 1.0))).isEqualTo(new RoundSpread(1, 3, 9));
  }

  @Test
  void shouldTellWhatIsBetweenTheTwoInTheMiddleOfAnEvenNumber() {
    assertThat(RoundSpread.of(List.of(4.0, 1.0, 2.0, 8.0))).isEqualTo(new RoundSpread(1, 3, 8));
  }

  @Test
  void shouldInterpolateQuantiles() {
    List<Double> values = List.of(0.0, 10.0, 20.0, 30.0, 40.0);
    assertThat(RoundSpread.quantile(values, 0.99)).isCloseTo(39.6, within(1e-9));
    assertThat(RoundSpread.quantile(values, 0)).isZero();
    assertThat(RoundSpread.quantile(List.of(7.0), 0.99)).isEqualTo(7);
  }

  @Test
  void shouldRefuseToTellTheSpreadOfNothing() {
    assertThatThrownBy(() -> RoundSpread.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
