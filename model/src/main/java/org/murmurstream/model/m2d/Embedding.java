package org.murmurstream.model.m2d;

/**
 * What an encoder makes of one recording.
 *
 * @param columns number of frame embeddings; column i is stamped {@code i * duration / columns}
 * @param width length of a frame embedding: rows of patches, low to high frequency, times the width
 *     of a token
 * @param frames the frame embeddings, {@code columns x width}, row-major
 * @param clip mean of the frame embeddings over time, {@code width} values
 * @param classToken class token, one token wide; the mean over the chunks of a long recording
 */
@SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
public record Embedding(int columns, int width, float[] frames, float[] clip, float[] classToken) {

  /** Derived from a patient's audio: only its dimensions are ever printed. */
  @Override
  public String toString() {
    return "Embedding[" + columns + " x " + width + "]";
  }
}
