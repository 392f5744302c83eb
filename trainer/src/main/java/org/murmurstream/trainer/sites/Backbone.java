package org.murmurstream.trainer.sites;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.encoder.m2d.EncoderConfig;
import org.murmurstream.model.sites.ClassifierConfig;
import org.murmurstream.model.tensor.Tensor;

/**
 * A frozen encoder whose embeddings are learnt from.
 *
 * @param origin where it comes from, for people
 * @param frontEnd from samples to what it hears
 * @param encoder its geometry
 * @param weights its tensors, no others
 * @param digest the encoder digest of a model bundle with it
 */
public record Backbone(
    String origin,
    FrontEndConfig frontEnd,
    EncoderConfig encoder,
    Map<String, Tensor> weights,
    String digest) {

  /** Digests an encoder. */
  public static Backbone of(
      String origin, FrontEndConfig frontEnd, EncoderConfig encoder, Map<String, Tensor> weights) {
    String digest =
        UntrainedBundle.around(
                "backbone",
                frontEnd,
                encoder,
                weights,
                ClassifierConfig.standard(encoder.embeddingWidth()),
                0,
                JsonNodeFactory.instance.objectNode(),
                "")
            .identity()
            .encoderDigest();
    return new Backbone(origin, frontEnd, encoder, Map.copyOf(weights), digest);
  }

  @Override
  public String toString() {
    return "Backbone[" + origin + "]";
  }
}
