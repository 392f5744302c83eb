package org.murmurstream.model.encoder;

import java.util.ArrayList;
import java.util.List;

/** Puts the chunks of a recording together. */
final class EmbeddingBuilder {

  private final int width;
  private final int columns;
  private final float[] frames;
  private final List<float[]> classTokens = new ArrayList<>();

  EmbeddingBuilder(EncoderConfig config, List<Cutting.Chunk> chunks) {
    this.width = config.embeddingWidth();
    this.columns = chunks.stream().mapToInt(Cutting.Chunk::columns).sum();
    this.frames = new float[columns * width];
  }

  /**
   * Takes one chunk; chunks come in order.
   *
   * @param values holds {@code [columns, width]} from {@code offset} on
   * @param classToken its class token, of no length for encoders without one
   */
  void add(Cutting.Chunk chunk, float[] values, int offset, float[] classToken) {
    System.arraycopy(values, offset, frames, chunk.firstColumn() * width, chunk.columns() * width);
    classTokens.add(classToken);
  }

  Embedding build() {
    return new Embedding(columns, width, frames, clip(), classToken());
  }

  private float[] classToken() {
    var mean = new float[classTokens.get(0).length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (float[] token : classTokens) {
        sum += token[i];
      }
      mean[i] = (float) (sum / classTokens.size());
    }
    return mean;
  }

  private float[] clip() {
    var clip = new float[width];
    for (int i = 0; i < clip.length; i++) {
      double sum = 0;
      for (int column = 0; column < columns; column++) {
        sum += frames[column * width + i];
      }
      clip[i] = (float) (sum / columns);
    }
    return clip;
  }
}
