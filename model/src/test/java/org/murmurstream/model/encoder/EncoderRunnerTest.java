package org.murmurstream.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.MelScale;
import org.murmurstream.model.audio.Normalisation;
import org.murmurstream.model.audio.ResamplerConfig;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.M2dWeights;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Tensor;

class EncoderRunnerTest {

  /** A front end of 8 bands at 4 kHz, and an encoder of 2 x 4 patches behind it. */
  static final FrontEndConfig SMALL_FRONT_END =
      new FrontEndConfig(
          4000,
          128,
          100,
          40,
          8,
          20,
          1000,
          MelScale.SLANEY,
          true,
          1e-7,
          true,
          new Normalisation(Normalisation.Centring.RECORDING, 0, 2.5),
          ResamplerConfig.HANN_SINC);

  static final M2dConfig SMALL = new M2dConfig(8, 64, 4, 16, 16, 1, 2, 2, 1e-6);

  private static final Origin TEST = Origin.of(Origin.Kind.BUNDLE, "test");

  private static Device device;

  @BeforeAll
  static void startTorch() {
    device = Torch.start(TorchOptions.DEFAULT);
  }

  @Test
  void shouldGiveTheSameBitsWhateverElseIsInTheBatch() {
    // Given
    List<Pcm> recordings =
        new ArrayList<>(
            List.of(
                noise(16_000, 97_120, 1),
                noise(4000, 60_000, 2),
                noise(16_000, 40_000, 3),
                noise(44_100, 300_000, 4),
                noise(4000, 24_000, 5)));
    try (var encoder =
        new EncoderRunner(Encoder.seeded(FrontEndConfig.M2D_16K, M2dConfig.TINY_C, 9), device)) {
      List<Embedding> alone =
          recordings.stream().map(recording -> encoder.embed(List.of(recording)).get(0)).toList();

      // When
      List<Embedding> together = encoder.embed(recordings);
      Collections.reverse(recordings);
      List<Embedding> reversed = new ArrayList<>(encoder.embed(recordings));
      Collections.reverse(reversed);

      // Then
      for (int i = 0; i < alone.size(); i++) {
        assertSameBits(together.get(i), alone.get(i));
        assertSameBits(reversed.get(i), alone.get(i));
      }
    }
  }

  @Test
  void shouldGiveTheSameBitsFromTheSameSeed() {
    // Given
    Pcm recording = noise(4000, 20_000, 6);

    // When
    Embedding once = embed(SMALL, M2dWeights.seeded(SMALL, 4), recording);
    Embedding again = embed(SMALL, M2dWeights.seeded(SMALL, 4), recording);
    Embedding other = embed(SMALL, M2dWeights.seeded(SMALL, 5), recording);

    // Then
    assertSameBits(once, again);
    assertThat(once.clip()).isNotEqualTo(other.clip());
  }

  @ParameterizedTest
  @CsvSource({"608, 38", "609, 39", "501, 32", "1001, 63", "301, 19", "1, 1", "1216, 76"})
  void shouldPadToWholePatches(int frames, int columns) {
    // When
    List<Cutting.Chunk> chunks = Cutting.chunks(M2dConfig.VIT_BASE, frames);

    // Then
    assertThat(chunks.stream().mapToInt(Cutting.Chunk::columns).sum()).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({"1001, 62", "1000, 62", "2002, 124", "1009, 63"})
  void shouldDropWhatNoPatchHoldsOfAnEncoderOfOddLength(int frames, int columns) {
    // Given
    var odd = new M2dConfig(80, 1001, 16, 16, 768, 12, 12, 4, 1e-6);

    // When
    List<Cutting.Chunk> chunks = Cutting.chunks(odd, frames);

    // Then
    assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.columns()).isBetween(1, 62));
    assertThat(chunks.stream().mapToInt(Cutting.Chunk::columns).sum()).isEqualTo(columns);
  }

  @Test
  void shouldHearAnHour() {
    // Given
    Pcm hour = noise(1000, 3_600_000, 7);

    var longChunks = new M2dConfig(8, 2048, 4, 16, 16, 1, 2, 2, 1e-6);

    // When
    Embedding embedding = embed(longChunks, M2dWeights.seeded(longChunks, 1), hour);

    // Then: 360 001 frames, padded to whole patches
    assertThat(embedding.columns()).isEqualTo(22_501);
  }

  @Test
  void shouldRefuseMoreThanAnHour() {
    // When // Then
    assertThatThrownBy(
            () -> embed(SMALL, M2dWeights.seeded(SMALL, 1), new Pcm(1000, new short[3_601_000])))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("lasts 3601 seconds");
  }

  @Test
  void shouldRefuseToBeBuiltOfTheWrongWeights() {
    // Given
    Map<String, Tensor> weights = M2dWeights.seeded(SMALL, 1);
    weights.remove("norm.bias");
    weights.get("norm.weight").data()[0] = Float.NaN;

    // When // Then
    assertThatThrownBy(() -> new Encoder(SMALL_FRONT_END, SMALL, weights, TEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "norm.bias is missing", "norm.weight holds values that are not finite");
  }

  @Test
  void shouldRefuseAFrontEndOfOtherBands() {
    // When // Then
    assertThatThrownBy(() -> Encoder.seeded(FrontEndConfig.M2D_16K, SMALL, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the front end gives 80 bands, the encoder takes 8");
  }

  @Test
  void shouldFailRatherThanGiveValuesThatAreNotFinite() {
    // Given
    Map<String, Tensor> weights = M2dWeights.seeded(SMALL, 1);
    Arrays.fill(weights.get("norm.weight").data(), Float.MAX_VALUE);

    // When // Then
    assertThatThrownBy(() -> embed(SMALL, weights, noise(4000, 8000, 8)))
        .isInstanceOf(EarException.class)
        .hasMessageContaining("not finite");
  }

  private static Embedding embed(M2dConfig config, Map<String, Tensor> weights, Pcm recording) {
    var encoder = new Encoder(SMALL_FRONT_END, config, weights, TEST);
    try (var runner = new EncoderRunner(encoder, device)) {
      return runner.embed(List.of(recording)).get(0);
    }
  }

  private static void assertSameBits(Embedding a, Embedding b) {
    assertThat(Arrays.equals(a.frames(), b.frames())).isTrue();
    assertThat(Arrays.equals(a.clip(), b.clip())).isTrue();
    assertThat(Arrays.equals(a.classToken(), b.classToken())).isTrue();
  }

  static Pcm noise(int rate, int samples, long seed) {
    var random = new Random(seed);
    var noise = new short[samples];
    for (int i = 0; i < samples; i++) {
      noise[i] = (short) (random.nextGaussian() * 1000);
    }
    return new Pcm(rate, noise);
  }
}
