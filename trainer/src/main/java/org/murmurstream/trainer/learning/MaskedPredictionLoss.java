package org.murmurstream.trainer.learning;

import ai.djl.ndarray.NDArray;
import org.murmurstream.model.tensor.Scalars;

/**
 * How far predictions of masked patches are from what the target encoder makes of them: {@code 2 -
 * 2 cos}, the targets standardised over their features; 0 to 4.
 */
final class MaskedPredictionLoss {

  private static final double VARIANCE_OFFSET = 1e-6;
  private static final double LEAST_NORM = 1e-12;
  private static final int[] FEATURES = {2};

  private MaskedPredictionLoss() {}

  /**
   * Mean over all patches.
   *
   * @param targets {@code [batch, patches, width]}, taking no gradient
   * @param predictions of the same shape
   * @return a scalar in the manager of the predictions
   */
  static NDArray of(NDArray targets, NDArray predictions) {
    long width = targets.getShape().get(2);
    long rows = targets.size() / width;
    NDArray centred = targets.sub(targets.mean(FEATURES, true));
    NDArray variance = centred.square().sum(FEATURES, true).div(width - 1);
    NDArray standardised = centred.div(variance.add(VARIANCE_OFFSET).sqrt());
    NDArray cosines = unit(predictions).mul(unit(standardised));
    return cosines.mul(Scalars.like(cosines, -2.0 / rows)).sum().add(2);
  }

  private static NDArray unit(NDArray vectors) {
    NDArray norms = vectors.square().sum(FEATURES, true).sqrt();
    return vectors.div(norms.maximum(Scalars.like(norms, LEAST_NORM)));
  }
}
