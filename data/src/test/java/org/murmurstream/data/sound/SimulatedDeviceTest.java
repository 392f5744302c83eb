package org.murmurstream.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.murmurstream.data.sound.TestSounds.part;
import static org.murmurstream.data.sound.TestSounds.tone;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.sound.SimulatedDevice.NoiseFloor;
import org.murmurstream.data.sound.SimulatedDevice.Slope;

class SimulatedDeviceTest {

  private static final double[] KNOTS = {0.8, -0.6, 0.4, 1.1, -0.9, 0.2};

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void shouldAnswerAtItsKnots(int knot) {
    // Given
    double hertz = new double[] {40, 80, 150, 280, 520, 980}[knot];
    var device =
        new SimulatedDevice(Optional.empty(), Optional.empty(), KNOTS, -1, Optional.empty());

    // When
    double response = measured(device, hertz);

    // Then
    assertThat(device.response(hertz)).isCloseTo(KNOTS[knot], within(1e-12));
    assertThat(response).isCloseTo(KNOTS[knot] - 1, within(0.1));
  }

  @Test
  void shouldInterpolateByTheLogarithmOfFrequency() {
    // Given
    var device =
        new SimulatedDevice(Optional.empty(), Optional.empty(), KNOTS, 0, Optional.empty());

    // Then
    assertThat(device.response(Math.sqrt(40 * 80))).isCloseTo(0.1, within(1e-12));
    assertThat(device.response(10)).isEqualTo(0.8);
    assertThat(device.response(1900)).isEqualTo(0.2);
  }

  @Test
  void shouldHaveItsSlopes() {
    // Given
    var device =
        new SimulatedDevice(
            Optional.of(new Slope(300, 2)),
            Optional.of(new Slope(60, 1)),
            new double[6],
            0,
            Optional.empty());

    // Then
    assertThat(device.response(300)).isCloseTo(-2 * Math.log(2) - Math.log(1.04), within(1e-12));
    assertThat(measured(device, 300)).isCloseTo(device.response(300), within(0.02));
    assertThat(measured(device, 60)).isCloseTo(device.response(60), within(0.05));
    assertThat(measured(device, 900)).isCloseTo(device.response(900), within(0.02));
  }

  @Test
  void shouldMoveNothingInTime() {
    // Given
    var click = new double[4001];
    click[2000] = 10_000;
    var device =
        new SimulatedDevice(
            Optional.of(new Slope(300, 2)), Optional.empty(), KNOTS, 0, Optional.empty());

    // When
    short[] after = device.apply(new Sound(4000, click).toPcm(), "P1_AV").samples();

    // Then
    assertThat(after).hasSize(4001);
    for (int i = 1; i < 400; i++) {
      assertThat(after[2000 - i]).isEqualTo(after[2000 + i]);
      assertThat(Math.abs(after[2000 + i])).isLessThan(after[2000]);
    }
  }

  @Test
  void shouldMakeNoiseBelowTheLoudestBand() {
    // Given
    var noisy =
        new SimulatedDevice(
            Optional.empty(),
            Optional.empty(),
            new double[6],
            0,
            Optional.of(new NoiseFloor(4.6, 0)));
    Sound recording = TestSounds.noise(3000, 8);

    // When
    Sound added =
        TestSounds.difference(Sound.of(noisy.apply(recording.toPcm(), "P1_AV")), recording);

    // Then
    // the mean logarithm of a band of white noise is Euler's constant below that of its mean
    assertThat(Math.log(recording.power() / added.power())).isCloseTo(4.6 + 0.577, within(0.25));
  }

  @Test
  void shouldBelongToThePatientAndTheSeed() {
    // Given
    Pcm recording = TestSounds.noise(900, 2).toPcm();

    // When
    short[] once = SimulatedDevice.of("P1", 1).apply(recording, "P1_AV").samples();

    // Then
    assertThat(SimulatedDevice.of("P1", 1).apply(recording, "P1_AV").samples()).isEqualTo(once);
    assertThat(SimulatedDevice.of("P2", 1).apply(recording, "P1_AV").samples()).isNotEqualTo(once);
    assertThat(SimulatedDevice.of("P1", 2).apply(recording, "P1_AV").samples()).isNotEqualTo(once);
  }

  @Test
  void shouldDrawEachPartAsOftenAsItShould() {
    // When
    List<SimulatedDevice> devices =
        IntStream.range(0, 2000).mapToObj(i -> SimulatedDevice.of("P" + i, 1)).toList();

    // Then
    assertThat(devices.stream().filter(device -> device.lowPass().isPresent()).count())
        .isBetween(1100L, 1300L);
    assertThat(devices.stream().filter(device -> device.highPass().isPresent()).count())
        .isBetween(700L, 900L);
    assertThat(devices.stream().filter(device -> device.noise().isPresent()).count())
        .isBetween(900L, 1100L);
    assertThat(devices).allMatch(device -> device.gain() >= -4 && device.gain() <= 3);
  }

  /** Natural logarithm of the power that passes. */
  private static double measured(SimulatedDevice device, double hertz) {
    Sound before = tone(hertz, 9000, 3);
    Sound after = Sound.of(device.apply(before.toPcm(), "P1_AV"));
    return Math.log(part(after, 1, 2).power() / part(before, 1, 2).power());
  }
}
