package org.murmurstream.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.Set;
import org.murmurstream.model.sites.SegmentHead;
import org.murmurstream.model.tensor.Parameters;

/**
 * A {@link SegmentHead} while it learns: a batch is normalised by its own mean and biased variance,
 * and the running ones follow its mean and unbiased variance.
 */
final class LearningHead {

  /** Names of the tensors that follow batches, not gradients. */
  static final Set<String> STATISTICS = Set.of(SegmentHead.MEAN, SegmentHead.VARIANCE);

  private static final double MOMENTUM = 0.1;
  private static final int[] SEGMENTS = {0};

  private final Parameters parameters;
  private final SegmentLoss loss;
  private float[] mean;
  private float[] variance;

  /**
   * @param parameters the tensors of {@link SegmentHead#shapes}, others may be among them
   */
  LearningHead(Parameters parameters, SegmentLoss loss) {
    this.parameters = parameters;
    this.loss = loss;
  }

  /**
   * Mean loss of a batch.
   *
   * @param embeddings at least two, {@code [segments, features]}
   * @param labels class of each
   */
  NDArray loss(NDArray embeddings, int[] labels) {
    NDArray logits =
        Linear.linear(
                normalised(embeddings),
                parameters.get(SegmentHead.WEIGHT),
                parameters.get(SegmentHead.BIAS))
            .singletonOrThrow();
    return loss.of(logits, labels);
  }

  /** Moves the running statistics towards those of the last batch. */
  void follow(NDManager manager) {
    follow(manager, parameters.get(SegmentHead.MEAN), mean);
    follow(manager, parameters.get(SegmentHead.VARIANCE), variance);
  }

  private static void follow(NDManager manager, NDArray running, float[] batch) {
    try (var scope = new NDScope()) {
      NDArray there = manager.create(batch, new Shape(batch.length));
      running.muli(1 - MOMENTUM).addi(there.mul(MOMENTUM));
    }
  }

  private NDArray normalised(NDArray embeddings) {
    double segments = embeddings.getShape().get(0);
    NDArray centre = embeddings.mean(SEGMENTS, true);
    NDArray apart = embeddings.sub(centre);
    NDArray spread = apart.mul(apart).mean(SEGMENTS, true);
    mean = centre.stopGradient().toFloatArray();
    variance = spread.stopGradient().mul(segments / (segments - 1)).toFloatArray();
    return apart.div(spread.add(SegmentHead.EPSILON).sqrt());
  }
}
