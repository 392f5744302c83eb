package org.murmurstream.model.encoder.m2d;

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

  /**
   * The tokens as they are ("flat"), low to high frequency, time running fastest.
   *
   * @return {@code [rows of patches * columns, token width]}, row-major
   */
  public float[] flat() {
    int token = classToken.length;
    var flat = new float[frames.length];
    for (int row = 0; row < width / token; row++) {
      for (int column = 0; column < columns; column++) {
        System.arraycopy(
            frames, column * width + row * token, flat, (row * columns + column) * token, token);
      }
    }
    return flat;
  }

  /**
   * Mean of the tokens of each column over its rows.
   *
   * @return {@code [columns, token width]}, row-major
   */
  public float[] flatPerFrame() {
    int token = classToken.length;
    int rows = width / token;
    var means = new float[columns * token];
    for (int column = 0; column < columns; column++) {
      for (int i = 0; i < token; i++) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
          sum += frames[column * width + row * token + i];
        }
        means[column * token + i] = (float) (sum / rows);
      }
    }
    return means;
  }

  /** Derived from a patient's audio: only its dimensions are ever printed. */
  @Override
  public String toString() {
    return "Embedding[" + columns + " x " + width + "]";
  }
}
