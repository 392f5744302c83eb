package org.murmurstream.trainer.learning;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Cross-entropy of segments, weighted by class and divided by their number. */
final class SegmentLoss {

  private final ClassifierLoss loss;
  private final boolean doubleSoftmax;

  /**
   * @param classWeights weight of a segment by its label, in the order of the logits
   * @param doubleSoftmax whether the cross-entropy sees the softmax of logits as if it were logits
   */
  SegmentLoss(List<Double> classWeights, boolean doubleSoftmax) {
    this.loss =
        new ClassifierLoss(
            new ClassifierLossConfig(
                classWeights,
                0,
                0,
                0,
                ClassifierLossConfig.Focus.MEAN,
                ClassifierLossConfig.Heads.MEAN,
                ClassifierLossConfig.Direction.MEAN_TEACHES));
    this.doubleSoftmax = doubleSoftmax;
  }

  /**
   * Mean loss of a batch.
   *
   * @param logits {@code [segments, classes]}
   * @param labels class of each segment
   */
  NDArray of(NDArray logits, int[] labels) {
    NDArray seen = doubleSoftmax ? logits.softmax(1) : logits;
    return loss.of(seen.expandDims(1), labels);
  }
}
