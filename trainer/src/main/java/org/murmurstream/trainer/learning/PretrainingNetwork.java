package org.murmurstream.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.M2dNetwork;
import org.murmurstream.model.encoder.m2d.Transformer;
import org.murmurstream.model.tensor.Parameters;

/**
 * Masked modelling duo: the encoder sees some patches, the decoder predicts from them what the
 * target encoder makes of the others (Niizumi et al., arXiv 2210.14648).
 */
public final class PretrainingNetwork {

  private final M2dConfig config;
  private final DecoderConfig decoderConfig;
  private final Parameters parameters;
  private final M2dNetwork encoder;
  private final Transformer decoder;
  private final Transformer target;

  /**
   * @param parameters the tensors of {@link PretrainingWeights#shapes}
   */
  public PretrainingNetwork(M2dConfig config, DecoderConfig decoder, Parameters parameters) {
    this.config = config;
    this.decoderConfig = decoder;
    this.parameters = parameters;
    this.encoder = new M2dNetwork(config, parameters);
    double eps = config.layerNormEps();
    this.decoder =
        new Transformer(
            parameters, "decoder_blocks", "decoder_norm", decoder.depth(), decoder.heads(), eps);
    this.target =
        new Transformer(
            parameters, "target_blocks", "target_norm", config.depth(), config.heads(), eps);
  }

  /**
   * What a pass gives, in the manager of the input.
   *
   * @param latent the encoder's output for the visible patches, the class token first: {@code
   *     [batch, 1 + visible, width]}
   * @param targets the target encoder's output for the masked patches, taking no gradient: {@code
   *     [batch, masked, width]}
   * @param predictions the decoder's, of the same shape
   */
  public record Output(NDArray latent, NDArray targets, NDArray predictions) {

    /** Mean distance of predictions from targets, 0 to 4: a scalar. */
    public NDArray loss() {
      return MaskedPredictionLoss.of(targets, predictions);
    }
  }

  /**
   * One forward pass.
   *
   * @param spectrograms normalised, {@code [batch, bands, frames]} of full length
   * @param order the patches in random order, {@code [batch, patches]} of int64
   * @param visible how many of the first are seen by the encoder; the others are masked
   */
  public Output forward(NDArray spectrograms, NDArray order, int visible) {
    NDArray patches = encoder.patches(spectrograms);
    NDList parts = order.split(new long[] {visible}, 1);
    NDArray masked = parts.get(1);
    NDArray latent = encoder.encode(choose(patches, parts.get(0)), parts.get(0), 0);
    NDArray hidden = choose(patches, masked).stopGradient();
    NDArray heard = target.forward(encoder.withClassToken(hidden), encoder.turn(hidden, masked), 0);
    NDArray targets = withoutClassToken(heard);
    return new Output(latent, targets.stopGradient(), choose(decode(latent, order), masked));
  }

  /** Predictions for all patches in their own order, {@code [batch, patches, width]}. */
  private NDArray decode(NDArray latent, NDArray order) {
    long batch = latent.getShape().get(0);
    NDList seen = linear(latent, "decoder_embed").split(new long[] {1}, 1);
    long maskedCount = config.patches() - seen.get(1).getShape().get(1);
    // Grown from the data, for the result of an operation on a parameter would stay with it.
    NDArray masks =
        latent
            .getManager()
            .zeros(new Shape(batch, maskedCount, decoderConfig.width()))
            .add(parameters.get("mask_token"));
    NDArray shuffled = NDArrays.concat(new NDList(seen.get(1), masks), 1);
    NDArray restored = choose(shuffled, order.argSort(1));
    NDArray tokens =
        NDArrays.concat(new NDList(seen.get(0), restored), 1)
            .add(parameters.get("decoder_pos_embed"));
    return withoutClassToken(linear(decoder.forward(tokens), "decoder_pred"));
  }

  private static NDArray withoutClassToken(NDArray tokens) {
    return tokens.split(new long[] {1}, 1).get(1);
  }

  private static NDArray choose(NDArray tokens, NDArray which) {
    Shape shape =
        new Shape(which.getShape().get(0), which.getShape().get(1), tokens.getShape().get(2));
    return tokens.gather(which.expandDims(2).broadcast(shape), 1);
  }

  private NDArray linear(NDArray input, String name) {
    return Linear.linear(input, parameters.get(name + ".weight"), parameters.get(name + ".bias"))
        .singletonOrThrow();
  }
}
