package org.murmurstream.model.beats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.SystolicExcess;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;

class BeatSpectrumTest {

  private static final int BANDS = 48;
  private static final Offset<Float> EXACT = within(1e-5f);

  @Test
  void shouldTellThirdPitchAndHeightOfAMurmur() {
    // Given: beats with 2 units more in bands 9 to 11 during the middle third of systole
    HeartCycles cycles = HeartCycles.of(new FrameScript().beats(8).outputs());
    float[] values = hum(cycles);
    add(values, cycles, 1, 9, 12, 2);

    // When
    BeatSpectrum spectrum = BeatSpectrum.of(cycles, spectrogram(values)).orElseThrow();

    // Then
    for (int band = 0; band < BeatSpectrum.BANDS; band++) {
      assertThat(spectrum.early()[band]).isCloseTo(0, EXACT);
      assertThat(spectrum.mid()[band]).isCloseTo(band == 3 ? 2 : 0, EXACT);
      assertThat(spectrum.late()[band]).isCloseTo(0, EXACT);
    }
    assertThat(spectrum.values()).hasSize(48);
    assertThat(spectrum.values()[16 + 3]).isCloseTo(2, EXACT);
  }

  @Test
  void shouldNotDependOnLoudnessOrTheColourOfTheStethoscope() {
    // Given
    HeartCycles cycles = HeartCycles.of(new FrameScript().beats(8).outputs());
    float[] plain = hum(cycles);
    add(plain, cycles, 2, 20, 30, 1.5f);
    float[] coloured = plain.clone();
    for (int i = 0; i < coloured.length; i++) {
      int band = i / (coloured.length / BANDS);
      coloured[i] += 0.25f * band - 3;
    }

    // When
    BeatSpectrum one = BeatSpectrum.of(cycles, spectrogram(plain)).orElseThrow();
    BeatSpectrum other = BeatSpectrum.of(cycles, spectrogram(coloured)).orElseThrow();

    // Then
    assertThat(other.values()).containsExactly(one.values(), EXACT);
  }

  @Test
  void shouldListenToTheBetterHalfOfBeatsOnly() {
    // Given: five good beats, then four in noise that no expert could mark
    var script = new FrameScript().markable(0.95).beats(5).markable(0.1).beats(4);
    HeartCycles cycles = HeartCycles.of(script.outputs());
    float[] values = hum(cycles);
    int frames = values.length / BANDS;
    var random = new Random(1);
    for (int band = 0; band < BANDS; band++) {
      for (int frame = 5 * 36; frame < frames; frame++) {
        values[band * frames + frame] += random.nextFloat() * 10;
      }
    }

    // Then
    assertThat(BeatSpectrum.of(cycles, spectrogram(values)).orElseThrow().values())
        .containsExactly(new float[48], EXACT);
  }

  @Test
  void shouldNotBeMovedByOneBeatThatIsUnlikeTheOthers() {
    // Given
    HeartCycles cycles = HeartCycles.of(new FrameScript().beats(9).outputs());
    float[] values = hum(cycles);
    int frames = values.length / BANDS;
    for (int band = 0; band < BANDS; band++) {
      Arrays.fill(values, band * frames, band * frames + 36, 50);
    }

    // Then
    assertThat(BeatSpectrum.of(cycles, spectrogram(values)).orElseThrow().values())
        .containsExactly(new float[48], EXACT);
  }

  @Test
  void shouldSpeakInDecibelsAndHertz() {
    // Given: a unit of the spectrogram is 2.5 in the natural logarithm of power
    var spectrum = new BeatSpectrum(filled(0.4f), new float[BeatSpectrum.BANDS], filled(-0.4f));

    // When
    SystolicExcess excess = spectrum.decibels(FrontEndConfig.HEART);

    // Then
    double tenfold = 10 * Math.log10(Math.E);
    assertThat(excess.earlyDb()).hasSize(16).allMatch(db -> Math.abs(db - tenfold) < 1e-5);
    assertThat(excess.midDb()).hasSize(16).containsOnly(0.0);
    assertThat(excess.lateDb()).hasSize(16).allMatch(db -> Math.abs(db + tenfold) < 1e-5);
    assertThat(excess.bandEdgesHz()).hasSize(17).isSorted();
    assertThat(excess.bandEdgesHz().get(0)).isBetween(20.0, 40.0);
    assertThat(Collections.max(excess.bandEdgesHz())).isBetween(980.0, 1000.0);
  }

  @Test
  void shouldSayNothingWithoutSystoleOrDiastole() {
    // Given
    HeartCycles silent = HeartCycles.of(new FrameScript().outputs());
    HeartCycles sounds =
        HeartCycles.of(
            new FrameScript().phase(CyclePhase.S1, 4).phase(CyclePhase.SYSTOLE, 9).outputs());

    // Then
    assertThat(BeatSpectrum.of(silent, spectrogram(new float[0]))).isEmpty();
    assertThat(BeatSpectrum.of(sounds, spectrogram(new float[BANDS * 13]))).isEmpty();
  }

  @Test
  void shouldRefuseASpectrogramOfTooFewBands() {
    // Given
    HeartCycles cycles = HeartCycles.of(new FrameScript().beats(2).outputs());

    // Then
    assertThatThrownBy(() -> BeatSpectrum.of(cycles, new Spectrogram(8, 72, new float[8 * 72])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a beat spectrum needs 16 bands, not 8");
  }

  /** Silence at level 1 with heart sounds 3 above it. */
  private static float[] hum(HeartCycles cycles) {
    int frames = cycles.phases().get(cycles.phases().size() - 1).end();
    var values = new float[BANDS * frames];
    Arrays.fill(values, 1);
    for (PhaseRun run : cycles.phases()) {
      if (run.phase() == CyclePhase.S1 || run.phase() == CyclePhase.S2) {
        for (int band = 0; band < BANDS; band++) {
          Arrays.fill(values, band * frames + run.start(), band * frames + run.end(), 4);
        }
      }
    }
    return values;
  }

  private static void add(
      float[] values, HeartCycles cycles, int third, int fromBand, int toBand, float excess) {
    int frames = values.length / BANDS;
    for (PhaseRun run : cycles.phases()) {
      for (int i = 0; run.phase() == CyclePhase.SYSTOLE && i < 3; i++) {
        for (int band = fromBand; band < toBand; band++) {
          values[band * frames + run.start() + 3 * third + i] += excess;
        }
      }
    }
  }

  private static Spectrogram spectrogram(float[] values) {
    return new Spectrogram(BANDS, values.length / BANDS, values);
  }

  private static float[] filled(float value) {
    var values = new float[BeatSpectrum.BANDS];
    Arrays.fill(values, value);
    return values;
  }
}
