package org.murmurstream.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static final List<Integer> SIXTY_OF_A_HUNDRED =
      IntStream.range(0, 100).mapToObj(i -> i < 60 ? 1 : 0).toList();

  @Test
  void shouldCoverAsMuchAsTheNormalApproximationOfAShare() {
    // Given
    double standardError = Math.sqrt(0.6 * 0.4 / 100);

    // When
    Bootstrap.Interval interval =
        Bootstrap.STANDARD.interval(SIXTY_OF_A_HUNDRED, BootstrapTest::mean);

    // Then
    assertThat(interval.estimate()).isCloseTo(0.6, within(1e-12));
    assertThat(interval.low()).isCloseTo(0.6 - 1.96 * standardError, within(0.011));
    assertThat(interval.high()).isCloseTo(0.6 + 1.96 * standardError, within(0.011));
  }

  @Test
  void shouldGiveTheSameIntervalForTheSameSeed() {
    // Given
    List<Integer> cases = IntStream.range(0, 100).mapToObj(i -> i * i).toList();
    var bootstrap = new Bootstrap(200, 0.9, 5);

    // When
    Bootstrap.Interval once = bootstrap.interval(cases, BootstrapTest::mean);
    Bootstrap.Interval twice = bootstrap.interval(cases, BootstrapTest::mean);
    Bootstrap.Interval other = new Bootstrap(200, 0.9, 6).interval(cases, BootstrapTest::mean);

    // Then
    assertThat(once).isEqualTo(twice).isNotEqualTo(other);
  }

  @Test
  void shouldLeaveOutDrawsWithoutAScore() {
    // Given
    List<Integer> cases = List.of(0, 1);

    // When: the score exists only of draws that hold both cases
    Bootstrap.Interval interval =
        Bootstrap.STANDARD.interval(cases, draw -> draw.containsAll(cases) ? 0.5 : Double.NaN);

    // Then
    assertThat(interval).isEqualTo(new Bootstrap.Interval(0.5, 0.5, 0.5));
  }

  @Test
  void shouldHaveNoIntervalWhereNoDrawHasAScore() {
    // When
    Bootstrap.Interval interval =
        Bootstrap.STANDARD.interval(Collections.nCopies(3, 1), draw -> Double.NaN);

    // Then
    assertThat(interval.low()).isNaN();
    assertThat(interval.high()).isNaN();
  }

  @Test
  void shouldRefuseToDrawFromNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bootstrap.STANDARD.interval(List.<Integer>of(), BootstrapTest::mean))
        .withMessageContaining("no case");
    assertThatIllegalArgumentException().isThrownBy(() -> new Bootstrap(0, 0.95, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Bootstrap(10, 1, 1));
  }

  private static double mean(List<Integer> cases) {
    return cases.stream().mapToInt(i -> i).average().orElseThrow();
  }
}
