package org.murmurstream.model.encoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.Sha256;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;

/**
 * A whole encoder: from samples to columns.
 *
 * @param frontEnd from samples to spectrograms
 * @param config its geometry
 * @param weights its tensors, exactly those of {@link EncoderConfig#shapes}
 * @param origin where it comes from
 */
public record Encoder(
    FrontEndConfig frontEnd, EncoderConfig config, Map<String, Tensor> weights, Origin origin) {

  /**
   * @throws IllegalArgumentException if the parts do not fit together
   */
  public Encoder {
    if (frontEnd.bands() != config.bands()) {
      throw new IllegalArgumentException(
          "the front end gives %d bands, the encoder takes %d"
              .formatted(frontEnd.bands(), config.bands()));
    }
    List<String> complaints = config.complaints(weights);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", complaints));
    }
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /** An untrained encoder; the same seed gives the same bits on every machine. */
  public static Encoder seeded(FrontEndConfig frontEnd, EncoderConfig config, long seed) {
    return new Encoder(frontEnd, config, config.seeded(seed), Origin.random(seed));
  }

  /** The same encoder, of which something else is told. */
  public Encoder with(Origin other) {
    return new Encoder(frontEnd, config, weights, other);
  }

  /** The encoder digest of a model bundle that embeds by this encoder alone. */
  public String digest() {
    return new EncoderDigest(frontEnd).add(config, weightsDigest()).digest();
  }

  /** SHA-256 of the weights as a safetensors file, in hexadecimal digits. */
  public String weightsDigest() {
    try {
      return Sha256.of(sink -> Safetensors.write(Channels.newChannel(sink), weights));
    } catch (IOException e) {
      throw new UncheckedIOException("a digest needs no disk", e);
    }
  }

  @Override
  public String toString() {
    return "Encoder[" + origin + "]";
  }
}
