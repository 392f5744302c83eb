package org.murmurstream.model.ear;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.murmurstream.model.bundle.BundleConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.ModelConfig;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.encoder.m2d.EncoderConfig;
import org.murmurstream.model.encoder.m2d.M2dEncoder;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;

class PrecisionLossTest {

  private static final ModelBundle BUNDLE = UntrainedBundle.create(7);

  private static Device device;

  @BeforeAll
  static void startTorch() {
    device = Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU));
  }

  @Test
  void shouldBeNothingInSinglePrecision() {
    // When
    PrecisionLoss loss = lossOf(BUNDLE, DataType.FLOAT32);

    // Then
    assertThat(loss).isEqualTo(new PrecisionLoss(0, 0));
  }

  @Test
  void shouldBeThatOfElevenBitsInHalfPrecision() {
    // When: slow on a CPU, but the same arithmetic as on a GPU
    PrecisionLoss loss = lossOf(BUNDLE, DataType.FLOAT16);

    // Then: a half rounds to 2^-11, and errors pile up over the layers
    assertThat(loss.relative()).isBetween(0x1p-12, 0x1p-6);
    assertThat(loss.largest()).isBetween(0x1p-12, 0x1p-4);
  }

  @Test
  void shouldBeLargeWhereTheWeightsAreOthers() {
    // When
    PrecisionLoss loss = lossOf(UntrainedBundle.create(8), DataType.FLOAT32);

    // Then
    assertThat(loss.relative()).isGreaterThan(0.5);
  }

  @Test
  void shouldReadAsAClause() {
    assertThat(new PrecisionLoss(0.01234, 0.00089))
        .hasToString("by at most 0.012, 0.089 % of their norm");
  }

  private static PrecisionLoss lossOf(ModelBundle bundle, DataType type) {
    BundleConfig config = bundle.config();
    try (var encoder =
        new M2dEncoder(
            config.frontEnd(),
            EncoderConfig.TINY_C,
            bundle.weights(ModelConfig.SiteTransformer.ENCODER),
            device,
            type)) {
      return PrecisionLoss.of(encoder, BUNDLE, device);
    }
  }
}
