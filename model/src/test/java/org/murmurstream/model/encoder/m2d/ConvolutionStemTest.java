package org.murmurstream.model.encoder.m2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.model.encoder.m2d.M2dConfig.Positions;
import org.murmurstream.model.encoder.m2d.M2dConfig.Stem;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Parameters;

class ConvolutionStemTest {

  private static final int BANDS = 3;
  private static final int FRAMES = 32;

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void shouldMakeATokenOfSoManyFrames(int tokenFrames) {
    // Given
    float[] spectrogram = noise();

    // When
    float[][] tokens = tokens(tokenFrames, spectrogram);

    // Then
    assertThat(tokens).hasDimensions(FRAMES / tokenFrames, config(tokenFrames).width());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void shouldSeeItsOwnFramesAndThoseNextToThem(int tokenFrames) {
    // Given
    float[] spectrogram = noise();
    float[][] tokens = tokens(tokenFrames, spectrogram);
    int frame = FRAMES / 2 + 1;

    // When
    spectrogram[frame] += 1;
    float[][] changed = tokens(tokenFrames, spectrogram);

    // Then
    List<Integer> differing = new ArrayList<>();
    for (int token = 0; token < tokens.length; token++) {
      if (!Arrays.equals(tokens[token], changed[token])) {
        differing.add(token);
      }
    }
    int own = frame / tokenFrames;
    assertThat(differing).contains(own).isSubsetOf(own - 1, own, own + 1);
  }

  @Test
  void shouldRefuseTokensOfOtherLengths() {
    assertThatThrownBy(() -> config(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "encoder: the convolutional stem needs patchBands = bands and patchFrames = 4 or 8");
  }

  private static float[][] tokens(int tokenFrames, float[] spectrogram) {
    Device device = Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU));
    M2dConfig config = config(tokenFrames);
    try (var manager = NDManager.newBaseManager(device);
        var parameters = new Parameters(M2dWeights.seeded(config, 1), device, DataType.FLOAT32)) {
      NDArray input = manager.create(spectrogram, new Shape(1, BANDS, FRAMES));
      NDArray tokens = ConvolutionStem.tokens(input, tokenFrames, parameters);
      var rows = new float[(int) tokens.getShape().get(1)][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = tokens.get("0," + i).toFloatArray();
      }
      return rows;
    }
  }

  private static M2dConfig config(int tokenFrames) {
    return new M2dConfig(
        Stem.CONVOLUTION, Positions.ROTARY, BANDS, FRAMES, BANDS, tokenFrames, 8, 1, 2, 2, 1e-6);
  }

  private static float[] noise() {
    var random = new Random(3);
    var values = new float[BANDS * FRAMES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
