package org.murmurstream.proof.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlopeTest {

  private static final int SAMPLES = 240;

  @Test
  void shouldFindALineThatIsThere() {
    // When
    Slope slope = Slope.of(samples(100, 0.5, 3));

    // Then
    assertThat(slope.total()).isCloseTo(0.5 * SAMPLES, within(5.0));
    assertThat(slope.low()).isLessThan(slope.total());
    assertThat(slope.grows(0.05)).isTrue();
  }

  @Test
  void shouldCallNeitherNoiseNorALittleGrowth() {
    // Then
    assertThat(Slope.of(samples(100, 0, 20)).grows(0.05)).isFalse();
    assertThat(Slope.of(samples(100, 0.01, 0.1)).grows(0.05)).isFalse();
    assertThat(Slope.of(samples(100, -0.5, 1)).grows(0.05)).isFalse();
  }

  @Test
  void shouldRefuseTooFewSamples() {
    assertThatIllegalArgumentException().isThrownBy(() -> Slope.of(List.of(1.0, 2.0)));
  }

  private static List<Double> samples(double begin, double perSample, double noise) {
    var random = new Random(1);
    return IntStream.range(0, SAMPLES)
        .mapToObj(i -> begin + perSample * i + noise * random.nextGaussian())
        .toList();
  }
}
