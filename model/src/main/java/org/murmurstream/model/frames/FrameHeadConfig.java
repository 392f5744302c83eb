package org.murmurstream.model.frames;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.murmurstream.model.encoder.EncoderConfig;

/**
 * Geometry of the frame head: what it says of every frame, and of the recording as a whole.
 *
 * @param features length of a column of the encoder
 * @param framesPerColumn frames of the spectrogram under a column
 * @param pools attention-pooled columns that the recording's answer is made from
 * @param dropout share of activations dropped before its linear layers in training, 0 to below 1
 */
public record FrameHeadConfig(int features, int framesPerColumn, int pools, double dropout) {

  public FrameHeadConfig {
    require(features > 0, "features must be above 0, was " + features);
    require(framesPerColumn > 0, "framesPerColumn must be above 0, was " + framesPerColumn);
    require(pools > 0, "pools must be above 0, was " + pools);
    require(dropout >= 0 && dropout < 1, "dropout must be 0 to below 1, was " + dropout);
  }

  /** Four pools, dropout 0.2, on the columns of an encoder. */
  public static FrameHeadConfig on(EncoderConfig encoder) {
    return new FrameHeadConfig(encoder.embeddingWidth(), encoder.framesPerColumn(), 4, 0.2);
  }

  /** What the recording's answer is made from: the mean column, the pools, three summaries. */
  @JsonIgnore
  public int summaryWidth() {
    return features * (1 + pools) + FrameHead.SUMMARIES;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("frame head: " + message);
    }
  }
}
