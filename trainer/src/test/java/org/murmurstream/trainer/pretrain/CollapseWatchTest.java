package org.murmurstream.trainer.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.murmurstream.trainer.learning.PretrainingLearner;

class CollapseWatchTest {

  private static final int WIDTH = 64;

  @Test
  void shouldWarnWhenAllSoundsAreEmbeddedAlongOneLine() {
    // Given
    var watch = new CollapseWatch(WIDTH);

    // When
    watch.add(step(embeddings(1), embeddings(WIDTH)));

    // Then
    assertThat(watch.embeddingRank()).isLessThan(1.1);
    assertThat(watch.warning()).hasValueSatisfying(text -> assertThat(text).contains("collapsing"));
  }

  @Test
  void shouldWarnWhenTheTargetCollapses() {
    // Given
    var watch = new CollapseWatch(WIDTH);

    // When
    watch.add(step(embeddings(WIDTH), embeddings(1)));

    // Then
    assertThat(watch.warning()).isPresent();
  }

  @Test
  void shouldBeQuietWhereEmbeddingsSpread() {
    // Given
    var watch = new CollapseWatch(WIDTH);

    // When
    watch.add(step(embeddings(WIDTH), embeddings(WIDTH)));

    // Then
    assertThat(watch.warning()).isEmpty();
  }

  @Test
  void shouldForgetWhatIsLongPast() {
    // Given
    var watch = new CollapseWatch(WIDTH);
    watch.add(step(embeddings(WIDTH), embeddings(WIDTH)));

    // When
    for (int i = 0; i < 21; i++) {
      watch.add(step(embeddings(1), embeddings(1)));
    }

    // Then
    assertThat(watch.embeddingRank()).isLessThan(1.1);
  }

  private static PretrainingLearner.Step step(float[] embeddings, float[] targets) {
    return new PretrainingLearner.Step(1, 1, embeddings, targets);
  }

  /** A hundred embeddings that spread over so many directions. */
  private static float[] embeddings(int directions) {
    var random = new Random(1);
    var rows = new float[100 * WIDTH];
    for (int row = 0; row < 100; row++) {
      for (int i = 0; i < directions; i++) {
        rows[row * WIDTH + i] = (float) random.nextGaussian();
      }
    }
    return rows;
  }
}
