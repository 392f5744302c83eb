package org.murmurstream.model.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.Normalisation.Centring;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.golden.Golden;

class FrontEndTest {

  /** Made for heart sounds: no resampling, a window shorter than the transform, few low bands. */
  private static final FrontEndConfig CARDIAC =
      new FrontEndConfig(
          4000,
          512,
          200,
          80,
          48,
          20,
          1000,
          MelScale.SLANEY,
          true,
          1e-7,
          true,
          new Normalisation(Centring.RECORDING, 0, 2.5),
          ResamplerConfig.HANN_SINC);

  private static final FrontEndConfig RAW =
      FrontEndConfig.M2D_16K.withNormalisation(Normalisation.dataset(0, 1));

  private static Device device;

  @BeforeAll
  static void startTorch() {
    device = Torch.start(TorchOptions.DEFAULT);
  }

  @Test
  void shouldBuildTheOfficialMelFilters() {
    // When
    float[] matrix = MelFilterBank.matrix(FrontEndConfig.M2D_16K);

    // Then
    assertThat(Golden.distance(matrix, Golden.npy("frontend/mel_basis_80x201.npy").data()))
        .isLessThan(1e-8);
  }

  @ParameterizedTest
  @CsvSource({
    "a_6s08_16k, a_lms, 609",
    "b_10s_16k, b_lms, 1001",
    "c_3s_16k, c_lms, 301",
    "d_6s08_4k, d_torchaudio_lms, 609"
  })
  void shouldHearWhatTheOfficialFrontEndHears(String wav, String expected, int frames) {
    // When
    Spectrogram spectrogram = spectrogram(RAW, Golden.wav(wav));

    // Then
    assertThat(spectrogram.frames()).isEqualTo(frames);
    assertThat(
            Golden.distance(
                spectrogram.values(), Golden.npy("frontend/" + expected + ".npy").data()))
        .isLessThan(5e-4);
  }

  @ParameterizedTest
  @CsvSource({"a_6s08_16k, a_lms_normalised", "c_3s_16k, c_lms_normalised"})
  void shouldNormaliseByTheStatisticsOfTheEncoder(String wav, String expected) {
    // When
    Spectrogram spectrogram = spectrogram(FrontEndConfig.M2D_16K, Golden.wav(wav));

    // Then
    assertThat(
            Golden.distance(
                spectrogram.values(), Golden.npy("frontend/" + expected + ".npy").data()))
        .isLessThan(5e-4);
  }

  @Test
  void shouldHearSilenceAsTheLogarithmOfTheOffset() {
    // When
    Spectrogram silence = spectrogram(RAW, new Pcm(16_000, new short[16_000]));

    // Then
    float expected = (float) Golden.json("frontend/frontend.json").get("silence_lms").asDouble();
    assertThat(silence.values()).containsOnly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 3",
    "16000, 101",
    "97119, 607",
    "97120, 608",
    "97279, 608",
    "97280, 609",
    "160000, 1001"
  })
  void shouldCountFramesAsTheOfficialFrontEndDoes(int samples, int frames) {
    // When // Then
    assertThat(FrontEndConfig.M2D_16K.frames(samples)).isEqualTo(frames);
  }

  @Test
  void shouldFollowItsConfigurationWhateverItSays() {
    // Given
    Pcm recording = noise(4000, 9000);
    var odd =
        new FrontEndConfig(
            5000,
            300,
            251,
            97,
            13,
            40,
            2100,
            MelScale.HTK,
            false,
            1e-3,
            false,
            Normalisation.dataset(-3, 2),
            new ResamplerConfig(12, 0.9));

    for (FrontEndConfig config : new FrontEndConfig[] {CARDIAC, odd}) {
      // When
      Spectrogram spectrogram = spectrogram(config, recording);

      // Then
      assertThat(Golden.distance(spectrogram.values(), slowly(config, recording))).isLessThan(5e-4);
    }
  }

  @Test
  void shouldRemoveTheLoudnessOfARecording() {
    // Given
    Pcm loud = noise(4000, 20_000);
    var quiet = new Pcm(4000, loud.samples().clone());
    for (int i = 0; i < quiet.samples().length; i++) {
      loud.samples()[i] = (short) (quiet.samples()[i] * 8);
    }

    // When
    Spectrogram ofLoud = spectrogram(CARDIAC, loud);
    Spectrogram ofQuiet = spectrogram(CARDIAC, quiet);

    // Then
    assertThat(Golden.distance(ofLoud.values(), ofQuiet.values())).isLessThan(5e-3);
  }

  @Test
  void shouldNotHearWhereALongRecordingIsPutTogether() {
    // Given
    Pcm longer = noise(16_000, 400_000);
    int cutFrames = 500;
    var later = new Pcm(16_000, Arrays.copyOfRange(longer.samples(), cutFrames * 160, 400_000));

    // When
    Spectrogram whole = spectrogram(RAW, longer);
    Spectrogram part = spectrogram(RAW, later);

    // Then: equal but for the edge where the part is reflected
    assertThat(whole.frames()).isEqualTo(2501);
    for (int band = 0; band < 80; band++) {
      for (int frame = 2; frame < part.frames(); frame++) {
        assertThat(part.values()[band * part.frames() + frame])
            .isCloseTo(whole.values()[band * whole.frames() + cutFrames + frame], within(5e-4f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 200})
  void shouldRefuseWhatIsTooShort(int samples) {
    // When // Then
    assertThatThrownBy(
            () -> spectrogram(FrontEndConfig.M2D_16K, new Pcm(16_000, new short[samples])))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "the recording is too short to be heard: "
                + samples
                + " samples at 16000 Hz, and a spectrogram needs 201");
  }

  @Test
  void shouldHearTheShortestRecordingThereIs() {
    // When // Then
    assertThat(spectrogram(FrontEndConfig.M2D_16K, noise(16_000, 201)).frames()).isEqualTo(2);
  }

  @Test
  void shouldRefuseMoreThanAnHour() {
    // When // Then
    assertThatThrownBy(
            () -> spectrogram(FrontEndConfig.M2D_16K, new Pcm(1000, new short[3_600_001])))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("at most 3600");
  }

  @Test
  void shouldRefuseARateItCannotResample() {
    // When // Then
    assertThatThrownBy(() -> spectrogram(FrontEndConfig.M2D_16K, new Pcm(50, new short[5000])))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("within 1000 to 192000 Hz, was 50 Hz");
  }

  private static Spectrogram spectrogram(FrontEndConfig config, Pcm recording) {
    try (var frontEnd = new FrontEnd(config, device)) {
      return frontEnd.spectrogram(recording);
    }
  }

  private static Pcm noise(int rate, int samples) {
    var random = new Random(7);
    var noise = new short[samples];
    for (int i = 0; i < samples; i++) {
      noise[i] = (short) (random.nextGaussian() * 500);
    }
    return new Pcm(rate, noise);
  }

  /** The definition, word for word. */
  private static float[] slowly(FrontEndConfig config, Pcm recording) {
    float[] x =
        new Resampler(recording.sampleRateHz(), config.sampleRateHz(), config.resampler())
            .resample(recording);
    float[] mel = MelFilterBank.matrix(config);
    int bins = config.fftSize() / 2 + 1;
    int frames = (int) config.frames(x.length);
    int margin = (config.fftSize() - config.windowSize()) / 2;
    var values = new double[config.bands() * frames];
    for (int frame = 0; frame < frames; frame++) {
      int start = frame * config.hopSize() - (config.centred() ? config.fftSize() / 2 : 0);
      for (int bin = 0; bin < bins; bin++) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < config.windowSize(); i++) {
          int at = start + margin + i;
          at = at < 0 ? -at : at >= x.length ? 2 * (x.length - 1) - at : at;
          double windowed = x[at] * Math.pow(Math.sin(Math.PI * i / config.windowSize()), 2);
          double angle = 2 * Math.PI * bin * (margin + i) / config.fftSize();
          re += windowed * Math.cos(angle);
          im += windowed * Math.sin(angle);
        }
        for (int band = 0; band < config.bands(); band++) {
          values[band * frames + frame] += mel[band * bins + bin] * (re * re + im * im);
        }
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.log(values[i] + config.logOffset());
    }
    Normalisation by = config.normalisation();
    double centre =
        by.centring() == Centring.RECORDING
            ? Arrays.stream(values).average().orElseThrow()
            : by.mean();
    var normalised = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      normalised[i] = (float) ((values[i] - centre) / by.deviation());
    }
    return normalised;
  }
}
