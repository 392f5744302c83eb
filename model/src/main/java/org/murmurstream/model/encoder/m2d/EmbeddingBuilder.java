package org.murmurstream.model.encoder.m2d;

import java.util.Arrays;
import java.util.List;

/** Puts the chunks of a recording together. */
final class EmbeddingBuilder {

  private final EncoderConfig config;
  private final int columns;
  private final float[] frames;
  private final float[][] classTokens;

  EmbeddingBuilder(EncoderConfig config, List<ChunkPlan.Span> spans) {
    this.config = config;
    this.columns = spans.stream().mapToInt(ChunkPlan.Span::columns).sum();
    this.frames = new float[columns * config.embeddingWidth()];
    this.classTokens = new float[spans.size()][];
  }

  /**
   * Takes the tokens of one chunk.
   *
   * @param tokens holds {@code [1 + gridBands * columns, width]} from {@code offset} on, the class
   *     token first
   */
  void add(ChunkPlan.Span span, float[] tokens, int offset) {
    int width = config.width();
    classTokens[span.index()] = Arrays.copyOfRange(tokens, offset, offset + width);
    for (int row = 0; row < config.gridBands(); row++) {
      for (int column = 0; column < span.columns(); column++) {
        int from = offset + (1 + row * span.columns() + column) * width;
        int to = (span.firstColumn() + column) * config.embeddingWidth() + row * width;
        System.arraycopy(tokens, from, frames, to, width);
      }
    }
  }

  Embedding build() {
    return new Embedding(columns, config.embeddingWidth(), frames, clip(), classToken());
  }

  private float[] classToken() {
    var mean = new float[config.width()];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (float[] token : classTokens) {
        sum += token[i];
      }
      mean[i] = (float) (sum / classTokens.length);
    }
    return mean;
  }

  private float[] clip() {
    var clip = new float[config.embeddingWidth()];
    for (int i = 0; i < clip.length; i++) {
      double sum = 0;
      for (int column = 0; column < columns; column++) {
        sum += frames[column * clip.length + i];
      }
      clip[i] = (float) (sum / columns);
    }
    return clip;
  }
}
