package org.murmurstream.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Sha256;
import org.murmurstream.data.sound.DrawConfig.Bits;
import org.murmurstream.data.sound.DrawConfig.Coding;
import org.murmurstream.data.sound.DrawConfig.Crop;
import org.murmurstream.data.sound.DrawConfig.Dropouts;
import org.murmurstream.data.sound.DrawConfig.Echoes;
import org.murmurstream.data.sound.DrawConfig.HighPass;
import org.murmurstream.data.sound.DrawConfig.Hum;
import org.murmurstream.data.sound.DrawConfig.Level;
import org.murmurstream.data.sound.DrawConfig.LowPass;
import org.murmurstream.data.sound.DrawConfig.Noise;
import org.murmurstream.data.sound.DrawConfig.Range;
import org.murmurstream.data.sound.DrawConfig.Silence;
import org.murmurstream.data.sound.DrawConfig.Whole;

class DrawTest {

  private static final DrawConfig NEVER =
      new DrawConfig(
          new Crop(0, new Range(4, 20)),
          new Echoes(0, new Whole(10, 100), new Range(0.05, 0.3), new Range(0.05, 0.35)),
          new LowPass(0, new Range(150, 900), new Whole(1, 8)),
          new HighPass(0, new Range(20, 150), new Whole(1, 3)),
          new Noise(0, new Range(5, 35)),
          new Hum(0, new Range(5, 25)),
          new Dropouts(0, new Range(0, 0.15), new Range(0.05, 0.3)),
          new Bits(0, new Whole(7, 16)),
          new Coding(0, new Range(0.05, 1)),
          new Level(0, new Range(0.005, 1)),
          new Silence(0, new Range(0, 8)));

  /** Everything that can be drawn. */
  private static final DrawConfig ALL =
      new DrawConfig(
          DrawConfig.STANDARD.crop(),
          new Echoes(0.2, new Whole(10, 100), new Range(0.05, 0.3), new Range(0.05, 0.35)),
          DrawConfig.STANDARD.lowPass(),
          DrawConfig.STANDARD.highPass(),
          DrawConfig.STANDARD.noise(),
          DrawConfig.STANDARD.hum(),
          DrawConfig.STANDARD.dropouts(),
          DrawConfig.STANDARD.bits(),
          new Coding(0.2, new Range(0.05, 1)),
          DrawConfig.STANDARD.level(),
          DrawConfig.STANDARD.silence());

  private final Pcm recording = TestSounds.noise(900, 8).toPcm();

  @Test
  void shouldGiveTheSameForTheSameNamesAndNumber() {
    // When
    List<String> first = digests("P1", "P1_AV");
    List<String> again = digests("P1", "P1_AV");

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(first).doesNotHaveDuplicates();
    assertThat(digests("P2", "P1_AV")).doesNotContainAnyElementsOf(first);
  }

  /** On every machine: these are what the first one gave. */
  @Test
  void shouldGiveTheSameOnEveryMachine() {
    assertThat(Sha256.of(String.join(" ", digests("P1", "P1_AV"))))
        .isEqualTo("9199f8c11aec1a77980a95c079a5d4599406070158fbdd0575036f83119ad847");
  }

  @Test
  void shouldDrawOnceAPatientAndMakeNoiseForEachRecording() {
    // Given
    DrawConfig noisy =
        new DrawConfig(
            NEVER.crop(),
            NEVER.echoes(),
            NEVER.lowPass(),
            NEVER.highPass(),
            new Noise(1, new Range(5, 35)),
            NEVER.hum(),
            NEVER.dropouts(),
            NEVER.bits(),
            NEVER.coding(),
            NEVER.level(),
            NEVER.silence());
    Draw draw = Draw.of(noisy, "P1", 1);

    // When
    Sound av = added(draw.apply(recording, "P1_AV"));
    Sound mv = added(draw.apply(recording, "P1_MV"));
    Sound other = added(Draw.of(noisy, "P2", 1).apply(recording, "P2_AV"));

    // Then
    assertThat(TestSounds.decibels(av, mv)).isCloseTo(0, within(0.01));
    assertThat(av.samples()).isNotEqualTo(mv.samples());
    assertThat(Math.abs(TestSounds.decibels(av, other))).isGreaterThan(0.1);
  }

  @Test
  void shouldLeaveARecordingAloneIfNothingMayHappen() {
    assertThat(Draw.of(NEVER, "P1", 1).apply(recording, "P1_AV").samples())
        .containsExactly(recording.samples());
  }

  @Test
  void shouldLetEachThingHappenAsOftenAsItsProbability() {
    // When
    long cropped =
        IntStream.range(0, 2000)
            .filter(i -> Draw.of(DrawConfig.STANDARD, "P" + i, 1).toString().contains("crop"))
            .count();

    // Then
    assertThat(cropped).isBetween(740L, 860L);
  }

  @Test
  void shouldSayNothingOfOthersByTheProbabilityOfOne() {
    // Given
    DrawConfig still = DrawConfig.STANDARD.withoutChangeOfLength();

    // Then
    for (int i = 0; i < 50; i++) {
      assertThat(Draw.of(still, "P" + i, 1).toString())
          .isEqualTo(
              Draw.of(DrawConfig.STANDARD, "P" + i, 1)
                  .toString()
                  .replaceAll("crop(, )?|(, )?silence", ""));
    }
  }

  @Test
  void shouldKeepTheLengthWhereMomentsMatter() {
    // Given
    DrawConfig still = DrawConfig.STANDARD.withoutChangeOfLength();

    // Then
    for (int i = 0; i < 30; i++) {
      assertThat(Draw.of(still, "P1_AV", i).apply(recording, "P1_AV").samples())
          .hasSameSizeAs(recording.samples());
    }
  }

  @Test
  void shouldRefuseWhatIsNoProbabilityOrRange() {
    assertThatThrownBy(() -> new Level(1.1, new Range(0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Range(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Whole(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNotTellWhoseDrawItIs() {
    assertThat(Draw.of(DrawConfig.STANDARD, "P12345", 1).toString()).doesNotContain("P12345");
  }

  private Sound added(Pcm after) {
    return TestSounds.difference(Sound.of(after), Sound.of(recording));
  }

  private List<String> digests(String patientId, String recordingName) {
    var digests = new ArrayList<String>();
    for (int number = 0; number < 20; number++) {
      Pcm drawn = Draw.of(ALL, patientId, number).apply(recording, recordingName);
      ByteBuffer bytes = ByteBuffer.allocate(2 * drawn.samples().length);
      bytes.asShortBuffer().put(drawn.samples());
      digests.add(Sha256.of(bytes.array()));
    }
    return digests;
  }
}
