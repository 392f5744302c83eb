package org.murmurstream.trainer.learning;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.frames.FrameHeadConfig;
import org.murmurstream.model.frames.FrameNetworkConfig;

/**
 * How an encoder and a frame head learn from experts' marks and recordings' labels together.
 *
 * @param encoder what is trained
 * @param head on its columns
 * @param optimiser how weights follow their gradients
 * @param augmentation how crops are varied
 * @param loss what is minimised
 * @param batchSize crops per step
 * @param keptColumns columns kept of each crop, at random
 * @param dropPath chance that a residual branch is left out for a sample
 * @param frozenEncoder whether the head alone is trained
 * @param distortedShare share of crops that are cut from a distortion of their recording, 0 to 1
 */
public record FrameTraining(
    M2dConfig encoder,
    FrameHeadConfig head,
    OptimiserConfig optimiser,
    Augmentation augmentation,
    LossWeights loss,
    int batchSize,
    int keptColumns,
    double dropPath,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean frozenEncoder,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) double distortedShare) {

  /**
   * Weights of the parts of the loss.
   *
   * @param present of a recording in which a murmur is heard
   * @param unknown of a recording that allows no decision
   * @param absent of a recording without murmur
   * @param smoothing share of a label spread over all classes
   * @param states of the cross-entropy of the phases, over marked frames
   * @param annotatable of the binary cross-entropy of being marked, over all frames
   * @param murmur of the binary cross-entropy of the murmur, over systolic frames it is known in
   */
  public record LossWeights(
      double present,
      double unknown,
      double absent,
      double smoothing,
      double states,
      double annotatable,
      double murmur) {

    public static final LossWeights STANDARD = new LossWeights(2, 3, 1, 0.05, 1, 0.5, 1);
  }

  public FrameTraining {
    if (batchSize < 1 || keptColumns < 1 || keptColumns > encoder.gridColumns()) {
      throw new IllegalArgumentException(
          "frame training: batchSize must be at least 1, keptColumns 1 to "
              + encoder.gridColumns());
    }
    if (!(distortedShare >= 0 && distortedShare <= 1)) {
      throw new IllegalArgumentException("frame training: distortedShare must be 0 to 1");
    }
    if (!(dropPath >= 0 && dropPath < 1)) {
      throw new IllegalArgumentException("frame training: dropPath must be 0 to below 1");
    }
  }

  /** Encoder and head together. */
  public FrameNetworkConfig network() {
    return new FrameNetworkConfig(encoder, head);
  }

  /** The encoder is trained with the head, on recordings as they were made. */
  public FrameTraining(
      M2dConfig encoder,
      FrameHeadConfig head,
      OptimiserConfig optimiser,
      Augmentation augmentation,
      LossWeights loss,
      int batchSize,
      int keptColumns,
      double dropPath) {
    this(encoder, head, optimiser, augmentation, loss, batchSize, keptColumns, dropPath, false, 0);
  }

  /** The same with an encoder that stays as it is. */
  public FrameTraining withFrozenEncoder() {
    return with(true, distortedShare);
  }

  /** The same with some crops cut from distortions of their recordings. */
  public FrameTraining withDistorted(double share) {
    return with(frozenEncoder, share);
  }

  private FrameTraining with(boolean frozen, double share) {
    return new FrameTraining(
        encoder,
        head,
        optimiser,
        augmentation,
        loss,
        batchSize,
        keptColumns,
        dropPath,
        frozen,
        share);
  }
}
