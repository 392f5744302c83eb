package org.murmurstream.trainer.learning;

import org.murmurstream.model.encoder.m2d.M2dConfig;

/**
 * Geometry of the decoder that predicts masked patches in pre-training and is thrown away after.
 *
 * @param width length of a token, a multiple of 4 and of {@code heads}
 * @param depth number of transformer blocks
 * @param heads attention heads per block
 */
public record DecoderConfig(int width, int depth, int heads) {

  /** The official decoder for ViT-base. */
  public static final DecoderConfig BASE = new DecoderConfig(512, 8, 16);

  private static final DecoderConfig TINY = new DecoderConfig(64, 2, 4);
  private static final DecoderConfig SMALL = new DecoderConfig(128, 2, 4);

  public DecoderConfig {
    if (depth < 1 || heads < 1 || width < 4 || width % 4 != 0 || width % heads != 0) {
      throw new IllegalArgumentException(
          "decoder: width must be a multiple of 4 and of heads, depth and heads above 0; were %d, %d, %d"
              .formatted(width, depth, heads));
    }
  }

  /** The decoder that goes with an encoder of this width. */
  public static DecoderConfig beside(M2dConfig encoder) {
    if (encoder.width() >= M2dConfig.VIT_BASE.width()) {
      return BASE;
    }
    return encoder.width() >= M2dConfig.TINY_A.width() ? SMALL : TINY;
  }
}
