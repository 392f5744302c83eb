package org.murmurstream.model.encoder;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/** An encoder as a function of its parameters, for inference and for training. */
public interface EncoderNetwork {

  /**
   * Columns of spectrograms.
   *
   * @param spectrograms normalised, {@code [batch, bands, columns * framesPerColumn]}, at most
   *     {@link EncoderConfig#frames} frames
   * @return {@code [batch, columns, embeddingWidth]}, in the manager of the input
   */
  NDArray columns(NDArray spectrograms);

  /** Columns of spectrograms, and what stands beside them. */
  default Output output(NDArray spectrograms) {
    return new Output(columns(spectrograms), Optional.empty());
  }

  /**
   * What an encoder makes of spectrograms.
   *
   * @param columns {@code [batch, columns, embeddingWidth]}
   * @param classToken the token that belongs to no column, {@code [batch, token width]}; empty for
   *     encoders without one
   */
  record Output(NDArray columns, Optional<NDArray> classToken) {}
}
