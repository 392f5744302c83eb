package org.murmurstream.trainer.learning;

import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.trainer.learning.PretrainingLearner.TargetDecay;

/**
 * How an encoder learns from sounds without labels.
 *
 * @param frontEnd what the encoder hears through, its statistics included
 * @param encoder what is trained
 * @param decoder what predicts masked patches
 * @param optimiser how weights follow their gradients
 * @param targetDecay how the target encoder follows
 * @param batchSize crops per step
 * @param maskRatio share of a crop's patches that are masked, above 0 and below 1
 */
public record PretrainingConfig(
    FrontEndConfig frontEnd,
    M2dConfig encoder,
    DecoderConfig decoder,
    OptimiserConfig optimiser,
    TargetDecay targetDecay,
    int batchSize,
    double maskRatio) {

  public PretrainingConfig {
    require(frontEnd.bands() == encoder.bands(), "front end and encoder differ in their bands");
    require(batchSize >= 1, "batchSize must be at least 1, was " + batchSize);
    require(maskRatio > 0 && maskRatio < 1, "maskRatio must be above 0 and below 1");
    int visible = visible(encoder, maskRatio);
    require(
        visible >= 1 && visible < encoder.patches(),
        "of %d patches, a mask ratio of %s leaves %d to be seen"
            .formatted(encoder.patches(), maskRatio, visible));
  }

  /** How many of a crop's patches the encoder sees. */
  public int visible() {
    return visible(encoder, maskRatio);
  }

  private static int visible(M2dConfig encoder, double maskRatio) {
    return (int) (encoder.patches() * (1 - maskRatio));
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("pre-training: " + message);
    }
  }
}
