package org.murmurstream.model.encoder;

/**
 * What an encoder makes of one recording.
 *
 * @param columns number of frame embeddings; column i is stamped {@code i * duration / columns}
 * @param width length of a frame embedding
 * @param frames the frame embeddings, {@code columns x width}, row-major
 * @param clip mean of the frame embeddings over time, {@code width} values
 * @param classToken class token; the mean over the chunks of a long recording; of no length for
 *     encoders without one
 */
@SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
public record Embedding(int columns, int width, float[] frames, float[] clip, float[] classToken) {

  /** Derived from a patient's audio: only its dimensions are ever printed. */
  @Override
  public String toString() {
    return "Embedding[" + columns + " x " + width + "]";
  }
}
