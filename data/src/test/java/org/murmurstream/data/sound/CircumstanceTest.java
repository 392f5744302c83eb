package org.murmurstream.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.murmurstream.data.sound.TestSounds.HERTZ;
import static org.murmurstream.data.sound.TestSounds.decibels;
import static org.murmurstream.data.sound.TestSounds.difference;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.sound.Circumstance.Group;

class CircumstanceTest {

  private final Pcm recording = TestSounds.noise(900, 12).toPcm();

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameForTheSameRecordingAndLeaveItAsItIs(Circumstance circumstance) {
    // Given
    short[] before = recording.samples().clone();

    // When
    Pcm once = circumstance.apply(recording, "P1_AV");
    Pcm again = circumstance.apply(recording, "P1_AV");

    // Then
    assertThat(again.samples()).isEqualTo(once.samples()).isNotEqualTo(before);
    assertThat(recording.samples()).isEqualTo(before);
  }

  @Test
  void shouldDrawOtherNoiseForAnotherRecording() {
    assertThat(Circumstance.WHITE_20DB.apply(recording, "P1_MV").samples())
        .isNotEqualTo(Circumstance.WHITE_20DB.apply(recording, "P1_AV").samples());
  }

  @ParameterizedTest
  @CsvSource({
    "HALF_LEVEL, 6.02",
    "TENTH_LEVEL, 20",
    "HUNDREDTH_LEVEL, 40",
  })
  void shouldLowerTheLevel(Circumstance circumstance, double decibels) {
    assertThat(decibels(Sound.of(recording), apply(circumstance))).isCloseTo(decibels, within(.05));
  }

  @ParameterizedTest
  @CsvSource({
    "WHITE_20DB, 20",
    "WHITE_10DB, 10",
    "HUM_10DB, 10",
    "HUM_0DB, 0",
    "RUMBLE_7HZ_10DB_ABOVE, -10",
    "TONE_1500HZ_0DB, 0",
    "NOISE_ABOVE_1200HZ_0DB, 0",
  })
  void shouldAddSoundAtItsLevel(Circumstance circumstance, double decibelsBelow) {
    // Given
    Sound before = Sound.of(recording);

    // Then
    assertThat(decibels(before, difference(apply(circumstance), before)))
        .isCloseTo(decibelsBelow, within(.05));
  }

  @ParameterizedTest
  @CsvSource({
    "FIRST_HALF, 6, 4000",
    "FIRST_5S, 5, 4000",
    "SILENCE_5S_BEFORE_AND_AFTER, 22, 4000",
    "FAINT_SILENCE_5S_BEFORE_AND_AFTER, 22, 4000",
    "RATE_1000HZ, 12, 1000",
    "RATE_2000HZ, 12, 2000",
    "RATE_8000HZ, 12, 8000",
    "RATE_16000HZ, 12, 16000",
    "RATE_44100HZ, 12, 44100",
    "RATE_48000HZ, 12, 48000",
    "ROOM, 12, 4000"
  })
  void shouldLastAsLongAsItSays(Circumstance circumstance, double seconds, int hertz) {
    // When
    Pcm after = circumstance.apply(recording, "P1_AV");

    // Then
    assertThat(after.seconds()).isEqualTo(seconds);
    assertThat(after.sampleRateHz()).isEqualTo(hertz);
  }

  @Test
  void shouldAddAnOffset() {
    // Given
    Sound offset = difference(apply(Circumstance.OFFSET), Sound.of(recording));

    // Then
    assertThat(Arrays.stream(offset.samples())).containsOnly(1638.0);
  }

  @Test
  void shouldClipAtFullScale() {
    // Given
    Pcm loud = TestSounds.tone(100, 32_000, 2).toPcm();

    // Then
    assertThat(Circumstance.RUMBLE_7HZ_10DB_ABOVE.apply(loud, "P1_AV").samples())
        .contains(Short.MIN_VALUE, Short.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "LOW_PASS_200HZ, 200",
    "LOW_PASS_400HZ, 400",
    "HIGH_PASS_100HZ, 100",
  })
  void shouldLetHalfThePowerPassAtTheCorner(Circumstance circumstance, double hertz) {
    // Given
    Sound corner = TestSounds.tone(hertz, 9000, 3);

    // When
    Sound filtered = Sound.of(circumstance.apply(corner.toPcm(), "P1_AV"));

    // Then
    assertThat(decibels(TestSounds.part(corner, 1, 3), TestSounds.part(filtered, 1, 3)))
        .isCloseTo(3.01, within(.02));
  }

  @Test
  void shouldLeaveTheBandAloneWhereNothingInItChanges() {
    // Given
    Sound heart = TestSounds.tone(150, 3000, 4);

    // Then
    for (Circumstance circumstance : Circumstance.values()) {
      if (circumstance.group() == Group.OUTSIDE
          && circumstance.apply(heart.toPcm(), "P1_AV").sampleRateHz() == HERTZ) {
        Sound after = Sound.of(circumstance.apply(heart.toPcm(), "P1_AV"));
        assertThat(decibels(band(heart), band(after))).isCloseTo(0, within(.1));
      }
    }
  }

  @Test
  void shouldSayWhatAVerdictOwesToEach() {
    // When
    Map<Group, Long> counts =
        Stream.of(Circumstance.values())
            .collect(Collectors.groupingBy(Circumstance::group, Collectors.counting()));

    // Then
    assertThat(counts).containsEntry(Group.SAME, 7L).containsEntry(Group.OUTSIDE, 9L);
    assertThat(counts).containsEntry(Group.WORSE, 12L);
  }

  private Sound apply(Circumstance circumstance) {
    return Sound.of(circumstance.apply(recording, "P1_AV"));
  }

  private static Sound band(Sound sound) {
    double[] low = Butterworth.lowPass(8, 300, HERTZ).filter(sound.samples());
    return TestSounds.part(sound.with(Butterworth.highPass(8, 60, HERTZ).filter(low)), 1, 3);
  }
}
