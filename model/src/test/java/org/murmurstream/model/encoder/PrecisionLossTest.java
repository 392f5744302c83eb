package org.murmurstream.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;

class PrecisionLossTest {

  private static final Encoder ENCODER = encoder(7);

  private static Device device;

  @BeforeAll
  static void startTorch() {
    device = Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU));
  }

  @Test
  void shouldBeNothingInSinglePrecision() {
    // When
    PrecisionLoss loss = lossOf(ENCODER, DataType.FLOAT32);

    // Then
    assertThat(loss).isEqualTo(new PrecisionLoss(0, 0));
  }

  @Test
  void shouldBeThatOfElevenBitsInHalfPrecision() {
    // When: slow on a CPU, but the same arithmetic as on a GPU
    PrecisionLoss loss = lossOf(ENCODER, DataType.FLOAT16);

    // Then: a half rounds to 2^-11, and errors pile up over the layers
    assertThat(loss.relative()).isBetween(0x1p-12, 0x1p-6);
    assertThat(loss.largest()).isBetween(0x1p-12, 0x1p-4);
  }

  @Test
  void shouldBeLargeWhereTheWeightsAreOthers() {
    // When
    PrecisionLoss loss = lossOf(encoder(8), DataType.FLOAT32);

    // Then
    assertThat(loss.relative()).isGreaterThan(0.5);
  }

  @Test
  void shouldReadAsAClause() {
    assertThat(new PrecisionLoss(0.01234, 0.00089))
        .hasToString("by at most 0.012, 0.089 % of their norm");
  }

  private static PrecisionLoss lossOf(Encoder encoder, DataType type) {
    try (var runner = new EncoderRunner(encoder, device, type)) {
      return PrecisionLoss.of(runner, ENCODER, device);
    }
  }

  private static Encoder encoder(long seed) {
    return Encoder.seeded(FrontEndConfig.M2D_16K, M2dConfig.TINY_C, seed);
  }
}
