package org.murmurstream.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.encoder.m2d.M2dConfig;

class EncoderTest {

  private static final Encoder ENCODER =
      Encoder.seeded(FrontEndConfig.M2D_16K, M2dConfig.TINY_C, 3);

  @Test
  void shouldHaveTheDigestOfABundleThatEmbedsByIt() {
    // Given
    ModelBundle bundle = UntrainedBundle.create(3);

    // When
    Encoder encoder = bundle.encoder().orElseThrow();

    // Then
    assertThat(encoder.digest())
        .isEqualTo(bundle.identity().encoderDigest())
        .isEqualTo(ENCODER.digest());
  }

  @Test
  void shouldHaveAnotherDigestBehindAnotherFrontEnd() {
    // When
    var other =
        new Encoder(FrontEndConfig.M2D_32K, ENCODER.config(), ENCODER.weights(), ENCODER.origin());

    // Then
    assertThat(other.digest()).isNotEqualTo(ENCODER.digest());
    assertThat(other.weightsDigest()).isEqualTo(ENCODER.weightsDigest());
  }

  @Test
  void shouldRefuseTheWeightsOfAnotherGeometry() {
    assertThatThrownBy(
            () ->
                new Encoder(
                    FrontEndConfig.M2D_16K, M2dConfig.TINY_A, ENCODER.weights(), ENCODER.origin()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cls_token has shape [1, 1, 128] instead of [1, 1, 192]");
  }

  @Test
  void shouldSayWhereItComesFrom() {
    assertThat(ENCODER).hasToString("Encoder[random weights, seed 3]");
  }
}
