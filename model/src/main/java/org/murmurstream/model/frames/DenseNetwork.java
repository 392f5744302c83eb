package org.murmurstream.model.frames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.model.encoder.m2d.EncoderConfig;
import org.murmurstream.model.encoder.m2d.EncoderWeights;
import org.murmurstream.model.encoder.m2d.M2dNetwork;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.model.tensor.TensorCheck;

/** An encoder with a frame head on its columns, as a function of their parameters. */
public final class DenseNetwork {

  private final EncoderConfig config;
  private final M2dNetwork encoder;
  private final FrameHead head;

  /**
   * @param parameters the tensors of both
   */
  public DenseNetwork(EncoderConfig encoder, FrameHeadConfig head, Parameters parameters) {
    requireFit(encoder, head);
    this.config = encoder;
    this.encoder = new M2dNetwork(encoder, parameters);
    this.head = new FrameHead(head, parameters);
  }

  /**
   * Makes sure that a frame head can be put on an encoder.
   *
   * @throws IllegalArgumentException if it takes other columns than the encoder gives
   */
  public static void requireFit(EncoderConfig encoder, FrameHeadConfig head) {
    if (head.features() != encoder.embeddingWidth()
        || head.framesPerColumn() != encoder.patchFrames()) {
      throw new IllegalArgumentException("the frame head does not fit the encoder's columns");
    }
  }

  /** What keeps these tensors from being the weights of both, one clause for each. */
  public static List<String> complaints(
      EncoderConfig encoder, FrameHeadConfig head, Map<String, Tensor> weights) {
    var shapes = new LinkedHashMap<>(EncoderWeights.shapes(encoder));
    shapes.putAll(FrameHeadWeights.shapes(head));
    return TensorCheck.complaints(shapes, weights);
  }

  /** Untrained weights of both; the same seed gives the same bits on every machine. */
  public static Map<String, Tensor> seeded(EncoderConfig encoder, FrameHeadConfig head, long seed) {
    var weights = new LinkedHashMap<>(EncoderWeights.seeded(encoder, seed));
    weights.putAll(FrameHeadWeights.seeded(head, seed));
    return weights;
  }

  /**
   * Hears whole crops.
   *
   * @param spectrograms normalised, {@code [batch, bands, columns * patchFrames]}
   */
  public FrameHead.Output forward(NDArray spectrograms) {
    NDArray tokens = encoder.encode(encoder.patches(spectrograms));
    return head.forward(encoder.columns(tokens), false);
  }

  /**
   * Hears some columns of each crop, in training.
   *
   * @param spectrograms normalised, {@code [batch, bands, columns * patchFrames]}
   * @param kept the tokens kept of each crop, {@code [batch, gridBands * keptColumns]} of int64:
   *     the same columns in every row of patches
   * @param dropPath chance that a residual branch is left out for a sample
   */
  public FrameHead.Output train(NDArray spectrograms, NDArray kept, double dropPath) {
    NDArray patches = encoder.patches(spectrograms);
    Shape shape = new Shape(kept.getShape().get(0), kept.getShape().get(1), config.width());
    NDArray chosen = patches.gather(kept.expandDims(2).broadcast(shape), 1);
    return head.forward(encoder.columns(encoder.encode(chosen, kept, dropPath)), true);
  }
}
