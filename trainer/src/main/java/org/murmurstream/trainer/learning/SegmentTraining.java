package org.murmurstream.trainer.learning;

import java.util.List;

/**
 * How a linear classifier of segments is trained.
 *
 * @param features length of a segment's embedding
 * @param classWeights weight of a segment by its label, in the order of the logits
 * @param doubleSoftmax whether the cross-entropy sees the softmax of logits as if they were logits,
 *     as the code published with "Exploring Pre-trained General-purpose Audio Representations for
 *     Heart Murmur Detection" (2024) does
 * @param optimiser how it learns
 */
public record SegmentTraining(
    int features, List<Double> classWeights, boolean doubleSoftmax, OptimiserConfig optimiser) {

  public SegmentTraining {
    classWeights = List.copyOf(classWeights);
    if (features < 1) {
      throw new IllegalArgumentException("features must be above 0, was " + features);
    }
  }
}
