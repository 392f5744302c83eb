package org.murmurstream.model.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.core.UserException;

/** What the fixtures do not hold: the pass band, and where moments come to lie. */
class LevelledTest {

  private static final int HZ = 4000;

  @ParameterizedTest
  @CsvSource({"7, 20000", "10, 5000", "1500, 5000", "1900, 5000"})
  void shouldNotCountWhatLiesOutsideTheBand(double hertz, double amplitude) {
    // Given
    double[] sound = noise(8);
    double[] spoilt = with(sound, t -> amplitude * Math.sin(2 * Math.PI * hertz * t));

    // When
    Levelled plain = Levelled.of(sound, 1, LevelConfig.HEART, HZ);
    Levelled heard = Levelled.of(spoilt, 1, LevelConfig.HEART, HZ);

    // Then: but for the ends, where a filter begins from rest
    assertThat(heard.loud()).isCloseTo(plain.loud(), within(0.01 * plain.loud()));
    for (int i = 2000; i < sound.length - 2000; i += 97) {
      assertThat(heard.samples()[i]).isCloseTo(plain.samples()[i], within(0.02 * plain.loud()));
    }
  }

  @Test
  void shouldNotCountAConstantOffset() {
    // Given
    double[] sound = noise(8);

    // When
    Levelled plain = Levelled.of(sound, 1, LevelConfig.HEART, HZ);
    Levelled shifted = Levelled.of(with(sound, t -> 3000), 1, LevelConfig.HEART, HZ);

    // Then
    assertThat(shifted.loud()).isCloseTo(plain.loud(), within(1e-3 * plain.loud()));
  }

  @ParameterizedTest
  @CsvSource({"40", "200", "700"})
  void shouldLetThroughWhatLiesWithin(double hertz) {
    // Given
    double[] tone = with(new double[8 * HZ], t -> 1000 * Math.sin(2 * Math.PI * hertz * t));

    // When
    Levelled level = Levelled.of(tone, 1, LevelConfig.HEART, HZ);

    // Then
    assertThat(level.loud()).isCloseTo(1000 / Math.sqrt(2), within(10.0));
  }

  @Test
  void shouldFindTheLeastStepOfSamples() {
    assertThat(Levelled.step(new short[] {0, 256, -512, 256, 1024})).isEqualTo(256);
    assertThat(Levelled.step(new short[] {Short.MIN_VALUE, Short.MAX_VALUE})).isEqualTo(65_535);
    assertThat(Levelled.step(new short[] {7, 7, 7})).isZero();
  }

  @Test
  void shouldRefuseSoundOfASingleValue() {
    assertThatThrownBy(() -> Levelled.of(new double[HZ], 0, LevelConfig.HEART, HZ))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("all samples of the recording are equal");
  }

  @Test
  void shouldTellWhereAMomentLiesInWhatStays() {
    // Given: the first second and half a second later on were cut out
    List<Levelled.Interval> cuts =
        List.of(new Levelled.Interval(0, 4000), new Levelled.Interval(8000, 10_000));

    // Then
    assertThat(Levelled.staying(0.5, cuts, HZ)).isZero();
    assertThat(Levelled.staying(1.25, cuts, HZ)).isEqualTo(0.25);
    assertThat(Levelled.staying(2.25, cuts, HZ)).isEqualTo(1);
    assertThat(Levelled.staying(3, cuts, HZ)).isEqualTo(1.5);
  }

  private static double[] noise(int seconds) {
    var random = new Random(3);
    var samples = new double[seconds * HZ];
    double before = 0;
    for (int i = 0; i < samples.length; i++) {
      before = 0.8 * before + 300 * random.nextGaussian();
      samples[i] = before;
    }
    return samples;
  }

  private static double[] with(double[] samples, DoubleUnaryOperator ofSeconds) {
    var sum = new double[samples.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = samples[i] + ofSeconds.applyAsDouble((double) i / HZ);
    }
    return sum;
  }
}
