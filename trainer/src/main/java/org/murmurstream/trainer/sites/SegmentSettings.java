package org.murmurstream.trainer.sites;

import java.util.Arrays;
import java.util.List;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.trainer.learning.OptimiserConfig;
import org.murmurstream.trainer.learning.SegmentTraining;

/**
 * What a person chooses about the classifier of segments; the rest follows.
 *
 * @param epochs passes over the segments
 * @param batchSize segments per step
 * @param learningRate its peak
 * @param warmupEpochs over which it rises, before it falls as half a cosine
 * @param doubleSoftmax whether the loss is the one of the published code, {@link SegmentTraining}
 */
public record SegmentSettings(
    int epochs, int batchSize, double learningRate, int warmupEpochs, boolean doubleSoftmax) {

  private static final double WEIGHT_DECAY = 1e-4;
  private static final double CLIP_NORM = 1;

  public SegmentSettings {
    if (batchSize < 2 || epochs <= warmupEpochs || warmupEpochs < 0) {
      throw new UserException(
          "segments: a batch is at least 2, and epochs are more than those of warm-up");
    }
  }

  /** Steps of an epoch: what does not fill a batch waits for the next one. */
  int steps(int segments) {
    if (segments < batchSize) {
      throw new UserException(
          "%d segments to learn from do not fill a batch of %d; choose a smaller one"
              .formatted(segments, batchSize));
    }
    return segments / batchSize;
  }

  SegmentTraining training(int features, List<MurmurClass> labels) {
    int steps = steps(labels.size());
    try {
      return new SegmentTraining(
          features,
          Arrays.stream(MurmurClass.values())
              .map(label -> ClassWeights.inverse(labels, label))
              .toList(),
          doubleSoftmax,
          new OptimiserConfig(
              learningRate,
              warmupEpochs * steps,
              epochs * steps,
              0.9,
              0.999,
              1e-8,
              WEIGHT_DECAY,
              CLIP_NORM,
              0));
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }
}
