package org.murmurstream.model.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.Pcm;
import org.murmurstream.model.golden.Golden;

class ResamplerTest {

  @Test
  void shouldResampleAsTorchaudioDoes() {
    // Given
    Pcm recording = Golden.wav("d_6s08_4k");
    var resampler = new Resampler(4000, 16_000, ResamplerConfig.HANN_SINC);

    // When
    float[] resampled = resampler.resample(recording);

    // Then
    float[] expected = Golden.npy("frontend/d_resampled_torchaudio_sinc.npy").data();
    assertThat(Golden.distance(resampled, expected)).isLessThan(1e-5);
  }

  @Test
  void shouldChangeNothingWhenTheRateIsRight() {
    // Given
    var recording = new Pcm(16_000, new short[] {0, 1, -32_768, 32_767});

    // When
    float[] resampled =
        new Resampler(16_000, 16_000, ResamplerConfig.HANN_SINC).resample(recording);

    // Then
    assertThat(resampled).containsExactly(0f, 0x1p-15f, -1f, 32_767 / 32_768f);
  }

  @ParameterizedTest
  @CsvSource({
    "2000, 16000",
    "8000, 16000",
    "11025, 16000",
    "44100, 16000",
    "48000, 16000",
    "4001, 16000",
    "44100, 4000",
    "192000, 16000"
  })
  void shouldKeepAToneBetweenAnyTwoRates(int from, int to) {
    // Given
    double hz = 200;
    var samples = new short[from];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(16_384 * Math.sin(2 * Math.PI * hz * i / from));
    }

    // When
    float[] resampled =
        new Resampler(from, to, ResamplerConfig.HANN_SINC).resample(new Pcm(from, samples));

    // Then: the ends, where the filter runs into nothing, aside
    assertThat(resampled).hasSize(to);
    for (int i = to / 10; i < to * 9 / 10; i++) {
      assertThat((double) resampled[i])
          .isCloseTo(0.5 * Math.sin(2 * Math.PI * hz * i / to), within(0.01));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 999, 192_001, Integer.MAX_VALUE})
  void shouldRefuseRatesNoStethoscopeHas(int rate) {
    // When // Then
    assertThatThrownBy(() -> new Resampler(rate, 16_000, ResamplerConfig.HANN_SINC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("within 1000 to 192000 Hz, was " + rate + " Hz");
  }
}
