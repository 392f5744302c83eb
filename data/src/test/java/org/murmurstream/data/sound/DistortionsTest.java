package org.murmurstream.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.murmurstream.data.sound.TestSounds.HERTZ;
import static org.murmurstream.data.sound.TestSounds.decibels;
import static org.murmurstream.data.sound.TestSounds.difference;
import static org.murmurstream.data.sound.TestSounds.noise;
import static org.murmurstream.data.sound.TestSounds.part;
import static org.murmurstream.data.sound.TestSounds.tone;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistortionsTest {

  private final Sound sound = noise(900, 8);

  @Test
  void shouldAddNoiseAtItsLevel() {
    assertThat(decibels(sound, added(Distortions.whiteNoise(20)))).isCloseTo(20, within(1e-6));
    assertThat(decibels(sound, added(Distortions.pinkNoise(13)))).isCloseTo(13, within(1e-6));
    assertThat(decibels(sound, added(Distortions.tone(50, 10)))).isCloseTo(10, within(1e-6));
    assertThat(decibels(sound, added(Distortions.harmonicHum(60, 5)))).isCloseTo(5, within(1e-6));
    assertThat(decibels(sound, added(Distortions.noiseAbove(8, 1200, 0))))
        .isCloseTo(0, within(.01));
  }

  @Test
  void shouldGiveEachOctaveOfPinkNoiseTheSamePower() {
    // Given
    Sound pink = added(Distortions.pinkNoise(0));

    // Then
    assertThat(decibels(octave(pink, 50), octave(pink, 200))).isCloseTo(0, within(1.5));
    assertThat(decibels(octave(pink, 200), octave(pink, 800))).isCloseTo(0, within(1.5));
  }

  @Test
  void shouldKeepNoiseAboveItsCorner() {
    // Given
    Sound high = added(Distortions.noiseAbove(8, 1200, 0));

    // Then
    assertThat(decibels(high.with(Butterworth.lowPass(8, 900, HERTZ).filter(high.samples())), high))
        .isLessThan(-30);
  }

  @Test
  void shouldLoseTheShareOfPieces() {
    // When
    double[] samples = distort(Distortions.dropouts(0.1, 0.1), noise(900, 300)).samples();

    // Then
    long lost = Arrays.stream(samples).filter(sample -> sample == 0).count();
    assertThat(lost).isBetween((long) (0.07 * samples.length), (long) (0.13 * samples.length));
    for (int piece = 0; piece < samples.length; piece += 400) {
      boolean first = samples[piece] == 0;
      assertThat(Arrays.stream(samples, piece, piece + 400).allMatch(x -> (x == 0) == first))
          .isTrue();
    }
  }

  @Test
  void shouldPutSilenceAtBothEnds() {
    // When
    Sound digital = distort(Distortions.silence(1, 2, 0), sound);
    Sound faint = distort(Distortions.silence(1, 2, 4), sound);

    // Then
    assertThat(digital.samples()).hasSize(sound.samples().length + 3 * HERTZ);
    assertThat(part(digital, 0, 1).power()).isZero();
    assertThat(part(digital, 1, 9).samples()).containsExactly(sound.samples());
    assertThat(part(digital, 9, 11).power()).isZero();
    assertThat(Math.sqrt(part(faint, 0, 1).power())).isCloseTo(4, within(.2));
    assertThat(part(faint, 1, 9).samples()).containsExactly(sound.samples());
    assertThat(Math.sqrt(part(faint, 9, 11).power())).isCloseTo(4, within(.2));
  }

  @Test
  void shouldCutOutAPart() {
    // When
    double[] kept = distort(Distortions.crop(5), sound).samples();

    // Then
    assertThat(kept).hasSize(5 * HERTZ);
    assertThat(sound.samples()).containsSequence(kept[0], kept[1], kept[2]);
    assertThat(distort(Distortions.crop(20), sound).samples()).containsExactly(sound.samples());
  }

  @Test
  void shouldEchoWithinItsTimeAndNeverBefore() {
    // Given
    var click = new double[HERTZ];
    click[0] = 1000;

    // When
    Sound room = distort(Distortions.echoes(60, 0.3, 0.25), new Sound(HERTZ, click));

    // Then
    assertThat(room.samples()).hasSize(HERTZ);
    assertThat(room.samples()[0]).isEqualTo(1000);
    assertThat(Arrays.stream(room.samples(), 1, 40)).containsOnly(0.0);
    assertThat(Arrays.stream(room.samples(), 1201, HERTZ)).containsOnly(0.0);
    // the gains' squares, from .25^2 at first to e^-6 of that: .62 on average
    double echoes = Arrays.stream(room.samples(), 1, HERTZ).map(x -> x * x / 1e6).sum();
    assertThat(echoes).isBetween(0.2, 1.4);
  }

  @Test
  void shouldTellOnlySomeStepsApart() {
    assertThat(Arrays.stream(distort(Distortions.steps(256), sound).samples()))
        .allMatch(sample -> sample % 256 == 0);
  }

  @Test
  void shouldKeepWhatIsCodedInFineSteps() {
    assertThat(decibels(sound, added(Distortions.spectralCoding(1e-6)))).isGreaterThan(100);
  }

  @Test
  void shouldLoseWhatIsWeakWhenCodedInCoarseSteps() {
    // Given
    Sound strong = tone(100, 3000, 8);
    Sound both = distort(Distortions.tone(700, 40), strong);

    // When
    Sound coded = distort(Distortions.spectralCoding(0.5), both);

    // Then
    assertThat(decibels(strong, difference(coded, strong))).isGreaterThan(20);
    assertThat(decibels(octave(both, 700), octave(coded, 700))).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {2000, 8000, 16_000, 44_100, 48_000})
  void shouldCarryToneAndLengthToAnotherSampleRate(int hertz) {
    // Given
    Sound tone = tone(700, 1000, 4);

    // When
    Sound resampled = distort(Distortions.resampled(hertz), tone);

    // Then
    assertThat(resampled.sampleRateHz()).isEqualTo(hertz);
    assertThat(resampled.samples()).hasSize(4 * hertz);
    for (int i = hertz / 10; i < 3 * hertz; i++) {
      assertThat(resampled.samples()[i])
          .isCloseTo(1000 * Math.sin(2 * Math.PI * 700 * i / hertz), within(2.0));
    }
  }

  @Test
  void shouldLeaveNothingThatALowerSampleRateCannotCarry() {
    // When
    Sound resampled = distort(Distortions.resampled(1000), tone(700, 1000, 4));

    // Then
    assertThat(Math.sqrt(part(resampled, 0.5, 3.5).power())).isLessThan(1);
  }

  private Sound added(Distortion distortion) {
    return difference(distort(distortion, sound), sound);
  }

  private static Sound octave(Sound sound, double centre) {
    double[] low = Butterworth.highPass(4, centre / Math.sqrt(2), HERTZ).filter(sound.samples());
    return sound.with(Butterworth.lowPass(4, centre * Math.sqrt(2), HERTZ).filter(low));
  }

  private static Sound distort(Distortion distortion, Sound sound) {
    return distortion.of(sound, new Random(1));
  }
}
