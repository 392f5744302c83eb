package org.murmurstream.model.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.SyntheticHeart;

class SignalQualityMeterTest {

  @Test
  void shouldFindNothingWrongWithACleanHeart() {
    // Given
    Pcm recording = SyntheticHeart.calm().record(10, 1);

    // When
    SignalQuality quality = measure(recording);

    // Then
    assertThat(quality.seconds()).isEqualTo(10);
    assertThat(quality.clippedShare()).isZero();
    assertThat(quality.silentShare()).isZero();
    assertThat(quality.dropouts()).isZero();
    assertThat(quality.snrDb()).isPresent();
    assertThat(quality.heartRateBpm()).isPresent();
  }

  @Test
  void shouldMeasureTheClippedShare() {
    // Given: 100 bursts of 40 samples at full scale among 40000
    short[] samples = SyntheticHeart.calm().record(10, 1).samples();
    for (int burst = 0; burst < 100; burst++) {
      int begin = burst * 400;
      Arrays.fill(samples, begin, begin + 40, burst % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE);
    }

    // When
    SignalQuality quality = measure(new Pcm(4000, samples));

    // Then
    assertThat(quality.clippedShare()).isCloseTo(0.1, within(1e-9));
    assertThat(quality.dropouts()).isZero();
  }

  @Test
  void shouldNotTakeSinglePeaksAtFullScaleForClipping() {
    // Given: a device that scales to its loudest samples
    short[] samples = SyntheticHeart.calm().record(10, 1).samples();
    for (int i = 0; i + 1 < samples.length; i += 100) {
      samples[i] = Short.MAX_VALUE;
      samples[i + 1] = Short.MAX_VALUE;
    }

    // When / Then
    assertThat(measure(new Pcm(4000, samples)).clippedShare()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {2000, 4000, 16_000, 44_100})
  void shouldMeasureClippingAlikeAtEveryRate(int sampleRateHz) {
    // Given: sounds three times as loud as the scale
    Pcm recording = SyntheticHeart.calm().loud(100_000).at(sampleRateHz).record(10, 1);

    // When / Then
    assertThat(measure(recording).clippedShare()).isCloseTo(0.11, within(0.02));
  }

  @Test
  void shouldMeasureTheSilentShare() {
    // Given: a quarter of the time without signal, but for the converter's last bit
    short[] samples = SyntheticHeart.calm().record(8, 1).samples();
    for (int i = 8000; i < 16_000; i++) {
      samples[i] = (short) (i % 3 - 1);
    }

    // When
    SignalQuality quality = measure(new Pcm(4000, samples));

    // Then
    assertThat(quality.silentShare()).isCloseTo(0.25, within(1e-9));
    assertThat(quality.dropouts()).isZero();
  }

  @Test
  void shouldCountDropouts() {
    // Given: a device that repeats its last sample for 50 ms, seven times, and once for 10 ms
    short[] samples = SyntheticHeart.calm().record(8, 1).samples();
    for (int i = 0; i < 7; i++) {
      Arrays.fill(samples, 3000 * i + 100, 3000 * i + 300, (short) (500 + i));
    }
    Arrays.fill(samples, 30_000, 30_040, (short) 500);

    // When / Then
    assertThat(measure(new Pcm(4000, samples)).dropouts()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {10, 20, 30})
  void shouldEstimateTheSignalToNoiseRatioOfBursts(double trueDb) {
    // Given: 200 Hz for 150 ms of every 500 ms, over white noise, of which a fifth (20 of 100 parts
    // of 0 to 2 kHz are 0 to 400 Hz) lies in the band that is listened to
    double inBand = (400 - 25) / 2000.0;
    double noise = 100;
    double amplitude = noise * Math.sqrt(2 * inBand * Math.pow(10, trueDb / 10));
    var random = new Random(1);
    var samples = new short[40_000];
    for (int i = 0; i < samples.length; i++) {
      double tone = i % 2000 < 600 ? amplitude * Math.sin(2 * Math.PI * 200 * i / 4000) : 0;
      samples[i] = (short) Math.round(tone + noise * random.nextGaussian());
    }

    // When
    double estimate = measure(new Pcm(4000, samples)).snrDb().orElseThrow();

    // Then
    assertThat(estimate).isCloseTo(trueDb, within(3.0));
  }

  @Test
  void shouldFindNoSignalInNoise() {
    // Given
    Pcm noise = SyntheticHeart.calm().loud(0).noisy(3000).record(10, 1);

    // When
    SignalQuality quality = measure(noise);

    // Then
    assertThat(quality.snrDb().orElse(-10)).isLessThan(3);
    assertThat(quality.heartRateBpm()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "45, 4000",
    "60, 4000",
    "75, 4000",
    "90, 4000",
    "120, 4000",
    "150, 4000",
    "180, 4000",
    "90, 2000",
    "90, 16000",
    "90, 44100"
  })
  void shouldFindTheHeartRate(double beatsPerMinute, int sampleRateHz) {
    // Given
    Pcm recording =
        SyntheticHeart.calm().beating(beatsPerMinute).at(sampleRateHz).noisy(400).record(12, 3);

    // When / Then
    assertThat(measure(recording).heartRateBpm()).isPresent();
    assertThat(measure(recording).heartRateBpm().orElseThrow())
        .isCloseTo(beatsPerMinute, within(3.0));
  }

  @Test
  void shouldNotGuessWhatIsTooShortToMeasure() {
    // Given
    Pcm blink = SyntheticHeart.calm().record(0.5, 1);
    Pcm empty = new Pcm(4000, new short[0]);
    Pcm single = new Pcm(4000, new short[] {7});

    // When / Then
    for (Pcm recording : List.of(blink, empty, single)) {
      SignalQuality quality = measure(recording);
      assertThat(quality.seconds()).isEqualTo(recording.seconds());
      assertThat(quality.snrDb()).isEmpty();
      assertThat(quality.heartRateBpm()).isEmpty();
    }
    assertThat(measure(empty).silentShare()).isEqualTo(1);
  }

  @Test
  void shouldFindNothingInSilence() {
    // When
    SignalQuality quality = measure(new Pcm(4000, new short[40_000]));

    // Then
    assertThat(quality.silentShare()).isEqualTo(1);
    assertThat(quality.snrDb()).isEmpty();
    assertThat(quality.heartRateBpm()).isEmpty();
  }

  @Test
  void shouldNotMindAnOffset() {
    // Given
    Pcm recording = SyntheticHeart.calm().record(10, 1);
    var lifted = new short[recording.samples().length];
    for (int i = 0; i < lifted.length; i++) {
      lifted[i] = (short) (recording.samples()[i] + 3000);
    }

    // When
    SignalQuality quality = measure(new Pcm(4000, lifted));

    // Then
    assertThat(quality.snrDb().orElseThrow())
        .isCloseTo(measure(recording).snrDb().orElseThrow(), within(0.5));
  }

  @Test
  void shouldWeighRecordingsByTheirDuration() {
    // Given
    Pcm heart = SyntheticHeart.calm().record(9, 1);
    Pcm silence = new Pcm(16_000, new short[16_000]);

    // When
    SignalQuality quality = SignalQualityMeter.measure(List.of(heart, silence));

    // Then
    assertThat(quality.seconds()).isEqualTo(10);
    assertThat(quality.silentShare()).isCloseTo(0.1, within(1e-9));
    assertThat(quality.dropouts()).isEqualTo(1);
    assertThat(quality.heartRateBpm()).isEqualTo(measure(heart).heartRateBpm());
  }

  private static SignalQuality measure(Pcm recording) {
    return SignalQualityMeter.measure(List.of(recording));
  }
}
