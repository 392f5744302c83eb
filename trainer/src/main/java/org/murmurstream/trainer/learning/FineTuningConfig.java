package org.murmurstream.trainer.learning;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.encoder.WindowPlan;
import org.murmurstream.model.sites.SegmentHead;

/**
 * How an encoder and a classifier of segments are trained together.
 *
 * @param frontEnd what the encoder hears through
 * @param encoder its geometry
 * @param windows what a segment is
 * @param classWeights weight of a segment by its label, in the order of {@link SegmentHead#CLASSES}
 * @param doubleSoftmax whether the cross-entropy sees the softmax of logits as if it were logits,
 *     as the published code does
 * @param frozen what stays as it is
 * @param specAugment what is hidden of a batch
 * @param batchSize segments per step, at least 2
 * @param optimiser how weights follow their gradients
 */
public record FineTuningConfig(
    FrontEndConfig frontEnd,
    EncoderConfig encoder,
    WindowPlan windows,
    List<Double> classWeights,
    boolean doubleSoftmax,
    Frozen frozen,
    SpecAugment specAugment,
    int batchSize,
    EpochOptimiser optimiser) {

  /** What stays as it is; positions always do. */
  public enum Frozen {
    NOTHING,
    /** What makes tokens of spectrograms, as published. */
    EMBEDDING,
    /** The whole encoder: only the classifier learns. */
    ENCODER
  }

  public FineTuningConfig {
    classWeights = List.copyOf(classWeights);
    require(frontEnd.bands() == encoder.bands(), "front end and encoder differ in their bands");
    require(batchSize >= 2, "a batch is at least 2, was " + batchSize);
    require(classWeights.size() == SegmentHead.CLASSES.size(), "each class needs a weight");
  }

  /** Names and shapes of all tensors, those of the encoder and of the classifier. */
  public Map<String, long[]> shapes() {
    var shapes = new TreeMap<>(encoder.shapes());
    shapes.putAll(SegmentHead.shapes(encoder.embeddingWidth()));
    return shapes;
  }

  /** Names of the tensors that gradients do not move. */
  Set<String> fixed() {
    var fixed = new TreeSet<>(encoder.fixed());
    fixed.addAll(LearningHead.STATISTICS);
    switch (frozen) {
      case NOTHING -> {}
      case EMBEDDING -> fixed.addAll(encoder.inputLayers());
      case ENCODER -> fixed.addAll(encoder.shapes().keySet());
    }
    return fixed;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("fine-tuning: " + message);
    }
  }
}
