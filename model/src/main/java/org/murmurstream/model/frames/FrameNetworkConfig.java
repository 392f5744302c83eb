package org.murmurstream.model.frames;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.model.tensor.TensorCheck;

/**
 * Geometry of an encoder with a frame head on its columns.
 *
 * @param encoder from spectrograms to columns
 * @param head from columns to what is said of frames and recordings
 */
public record FrameNetworkConfig(EncoderConfig encoder, FrameHeadConfig head) {

  /**
   * @throws IllegalArgumentException if the head takes other columns than the encoder gives
   */
  public FrameNetworkConfig {
    if (head.features() != encoder.embeddingWidth()
        || head.framesPerColumn() != encoder.framesPerColumn()) {
      throw new IllegalArgumentException("the frame head does not fit the encoder's columns");
    }
  }

  /** An encoder with the usual head. */
  public static FrameNetworkConfig on(EncoderConfig encoder) {
    return new FrameNetworkConfig(encoder, FrameHeadConfig.on(encoder));
  }

  /** What keeps these tensors from being the weights of both, one clause for each. */
  public List<String> complaints(Map<String, Tensor> weights) {
    var shapes = new LinkedHashMap<>(encoder.shapes());
    shapes.putAll(FrameHeadWeights.shapes(head));
    return TensorCheck.complaints(shapes, weights);
  }

  /** Untrained weights of both; the same seed gives the same bits on every machine. */
  public Map<String, Tensor> seeded(long seed) {
    var weights = new LinkedHashMap<>(encoder.seeded(seed));
    weights.putAll(FrameHeadWeights.seeded(head, seed));
    return weights;
  }
}
