package org.murmurstream.trainer.pretrain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.murmurstream.trainer.learning.PretrainingLearner;

/**
 * Tells whether encoder and target still tell sounds apart, or have agreed to say the same of all:
 * the loss is low then, too. Looks at the last {@value #CROPS} crops.
 */
final class CollapseWatch {

  /** An effective rank below this is warned of: hardly more than one direction is left. */
  static final double LEAST_RANK = 2;

  private static final int CROPS = 2048;

  /** Of fewer crops nothing can be said. */
  private static final int LEAST_CROPS = 32;

  private final int width;
  private final Deque<PretrainingLearner.Step> steps = new ArrayDeque<>();
  private int crops;

  CollapseWatch(int width) {
    this.width = width;
  }

  void add(PretrainingLearner.Step step) {
    steps.add(step);
    crops += crops(step);
    while (crops - crops(steps.getFirst()) >= CROPS) {
      crops -= crops(steps.removeFirst());
    }
  }

  /** Effective rank of the encoder's mean embeddings. */
  double embeddingRank() {
    return rank(PretrainingLearner.Step::embeddings);
  }

  /** Effective rank of the target encoder's. */
  double targetRank() {
    return rank(PretrainingLearner.Step::targets);
  }

  /** What to fear, if there is anything. */
  Optional<String> warning() {
    if (crops < LEAST_CROPS || Math.min(embeddingRank(), targetRank()) >= LEAST_RANK) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the embeddings may be collapsing: their effective rank is below %.1f; a low loss means"
                + " nothing then",
            LEAST_RANK));
  }

  private int crops(PretrainingLearner.Step step) {
    return step.embeddings().length / width;
  }

  private double rank(Function<PretrainingLearner.Step, float[]> vectors) {
    var rows = new float[crops * width];
    int at = 0;
    for (PretrainingLearner.Step step : steps) {
      float[] some = vectors.apply(step);
      System.arraycopy(some, 0, rows, at, some.length);
      at += some.length;
    }
    return EffectiveRank.of(rows, width);
  }
}
