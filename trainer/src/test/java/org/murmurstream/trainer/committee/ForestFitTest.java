package org.murmurstream.trainer.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.UserException;
import org.murmurstream.core.metrics.Ranking;
import org.murmurstream.model.committee.Forest;

class ForestFitTest {

  private static final ForestFit SMALL = new ForestFit(50, 2, 1.0 / 3, 1);

  @Test
  void shouldTellWhatTwoOfTwelveFeaturesTellTogether() {
    // Given
    Samples taught = Samples.draw(400, 1);
    Samples heldOut = Samples.draw(400, 2);

    // When
    Forest forest = SMALL.fit(taught.features(), taught.murmur());

    // Then
    var positive = new boolean[400];
    var score = new double[400];
    for (int i = 0; i < score.length; i++) {
      positive[i] = heldOut.murmur().get(i);
      score[i] = forest.probability(heldOut.features().get(i));
    }
    assertThat(Ranking.auroc(positive, score)).isGreaterThan(0.9);
  }

  @Test
  void shouldLeaveAsManySamplesInALeafAsAsked() {
    // Given
    Samples samples = Samples.draw(100, 3);

    // When
    Forest stumps = new ForestFit(50, 51, 1, 1).fit(samples.features(), samples.murmur());
    Forest trees = new ForestFit(50, 4, 1, 1).fit(samples.features(), samples.murmur());

    // Then
    assertThat(stumps.feature()).hasSize(50); // a hundred cannot be split so
    assertThat(trees.feature()).hasSizeBetween(50 * 10, 50 * (2 * 25 - 1));
  }

  @Test
  void shouldFitTheSameForestAgain() {
    // Given
    Samples samples = Samples.draw(100, 3);

    // When
    Forest one = SMALL.fit(samples.features(), samples.murmur());
    Forest other = SMALL.fit(samples.features(), samples.murmur());

    // Then
    assertThat(one.threshold()).isEqualTo(other.threshold());
    assertThat(one.feature()).isEqualTo(other.feature());
    assertThat(one.probability()).isEqualTo(other.probability());
  }

  @Test
  void shouldRefuseSamplesOfOneKind() {
    assertThatThrownBy(() -> SMALL.fit(List.of(new float[] {1}), List.of(true)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("of one kind there is none");
  }

  /** Murmur where feature 3 and feature 11 together are above 0, give or take some noise. */
  private record Samples(List<float[]> features, List<Boolean> murmur) {

    static Samples draw(int count, long seed) {
      var random = new Random(seed);
      var features = new ArrayList<float[]>();
      var murmur = new ArrayList<Boolean>();
      for (int i = 0; i < count; i++) {
        var sample = new float[12];
        for (int f = 0; f < sample.length; f++) {
          sample[f] = (float) random.nextGaussian();
        }
        features.add(sample);
        murmur.add(sample[3] + sample[11] + 0.3 * random.nextGaussian() > 0);
      }
      return new Samples(features, murmur);
    }
  }
}
