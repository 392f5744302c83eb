package org.murmurstream.trainer.sites;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.sites.SegmentHead;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.SegmentLearner;
import org.murmurstream.trainer.learning.SegmentTraining;

/**
 * Classifies segments of recordings, each by itself: batch normalisation and a linear layer on the
 * embedding of a window. Every segment is taught its patient's label. After "Exploring Pre-trained
 * General-purpose Audio Representations for Heart Murmur Detection" (2024), with the encoder left
 * as it is.
 */
final class SegmentClassifier {

  private final SegmentHead head;

  private SegmentClassifier(Map<String, Tensor> weights) {
    this.head = new SegmentHead(weights);
  }

  /**
   * Learns from patients and keeps the epoch by which most segments of others are classified
   * rightly, of equal ones the first.
   *
   * @param taught patients to learn from
   * @param choosing patients to choose the epoch by
   */
  static SegmentClassifier fit(
      List<EmbeddedPatient> taught,
      List<EmbeddedPatient> choosing,
      SegmentSettings settings,
      long seed,
      TorchOptions torch) {
    List<Segment> segments = segments(taught);
    List<Segment> validation = segments(choosing);
    int features = segments.get(0).embedding().length;
    SegmentTraining training =
        settings.training(features, segments.stream().map(Segment::label).toList());
    var random = new Random(seed);
    SegmentClassifier best = null;
    double bestAccuracy = -1;
    try (SegmentLearner learner =
        SegmentLearner.open(
            training, LearnerState.fresh(SegmentHead.seeded(features, seed)), seed, torch)) {
      for (int epoch = 0; epoch < settings.epochs(); epoch++) {
        Collections.shuffle(segments, random);
        for (int step = 0; step < settings.steps(segments.size()); step++) {
          List<Segment> batch =
              segments.subList(step * settings.batchSize(), (step + 1) * settings.batchSize());
          learner.step(
              batch.stream().map(Segment::embedding).toList(),
              batch.stream()
                  .mapToInt(segment -> SegmentHead.CLASSES.indexOf(segment.label()))
                  .toArray());
        }
        var now = new SegmentClassifier(learner.weights());
        double accuracy = now.accuracy(validation);
        if (accuracy > bestAccuracy) {
          best = now;
          bestAccuracy = accuracy;
        }
      }
    }
    return best;
  }

  /** What a recording sounds like: the softmax of its windows' mean logits. */
  Probabilities recording(List<float[]> windows) {
    return SegmentHead.probabilities(head.logits(windows));
  }

  private double accuracy(List<Segment> segments) {
    long right =
        segments.stream()
            .filter(segment -> head.mostLikely(segment.embedding()) == segment.label())
            .count();
    return (double) right / segments.size();
  }

  private static List<Segment> segments(List<EmbeddedPatient> patients) {
    var segments = new ArrayList<Segment>();
    for (EmbeddedPatient patient : patients) {
      for (EmbeddedPatient.Recording recording : patient.recordings()) {
        for (float[] window : recording.windows()) {
          segments.add(new Segment(window, patient.patient().label()));
        }
      }
    }
    return segments;
  }

  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  private record Segment(float[] embedding, MurmurClass label) {}
}
