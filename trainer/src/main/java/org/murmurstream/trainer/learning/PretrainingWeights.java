package org.murmurstream.trainer.learning;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.M2dWeights;
import org.murmurstream.model.tensor.Tensor;

/**
 * The tensors of pre-training: those of the encoder, the decoder, and the target encoder's blocks,
 * under the names of the official training checkpoints.
 */
public final class PretrainingWeights {

  private PretrainingWeights() {}

  /** Names and shapes. */
  public static Map<String, long[]> shapes(M2dConfig encoder, DecoderConfig decoder) {
    long width = encoder.width();
    Map<String, long[]> shapes = M2dWeights.shapes(encoder);
    shapes.put("mask_token", new long[] {1, 1, decoder.width()});
    shapes.put("decoder_pos_embed", new long[] {1, 1 + encoder.patches(), decoder.width()});
    M2dWeights.linear(shapes, "decoder_embed", decoder.width(), width);
    M2dWeights.transformer(
        shapes,
        "decoder_blocks",
        "decoder_norm",
        decoder.width(),
        decoder.depth(),
        encoder.mlpRatio());
    M2dWeights.linear(shapes, "decoder_pred", width, decoder.width());
    M2dWeights.transformer(
        shapes, "target_blocks", "target_norm", width, encoder.depth(), encoder.mlpRatio());
    return shapes;
  }

  /**
   * Untrained weights, the target's blocks with values of their own. The same seed gives the same
   * bits on every machine.
   */
  public static Map<String, Tensor> seeded(M2dConfig encoder, DecoderConfig decoder, long seed) {
    var random = new Random(seed);
    var weights = new LinkedHashMap<String, Tensor>();
    shapes(encoder, decoder)
        .forEach(
            (name, shape) -> weights.put(name, M2dWeights.initial(name, shape, encoder, random)));
    return weights;
  }
}
