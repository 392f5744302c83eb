package org.murmurstream.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.GoldenFiles;

class RankingTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void shouldRankAsTheChallengeDoes(int murmur) {
    // Given
    JsonNode golden = GoldenFiles.json("metrics/metrics.json").at("/cases/1");
    int patients = golden.get("labels").size();
    var positive = new boolean[patients];
    var score = new double[patients];
    for (int i = 0; i < patients; i++) {
      positive[i] = golden.get("labels").get(i).asInt() == murmur;
      score[i] = golden.get("probabilities").get(i).get(murmur).asDouble();
    }

    // When
    double auroc = Ranking.auroc(positive, score);
    double auprc = Ranking.auprc(positive, score);

    // Then
    assertThat(auroc).isCloseTo(golden.at("/auroc_classes/" + murmur).asDouble(), within(1e-12));
    assertThat(auprc).isCloseTo(golden.at("/auprc_classes/" + murmur).asDouble(), within(1e-12));
  }

  @Test
  void shouldCountTiesHalf() {
    // Given
    boolean[] positive = {true, false};
    double[] equal = {0.5, 0.5};

    // When / Then
    assertThat(Ranking.auroc(positive, equal)).isEqualTo(0.5);
  }

  @Test
  void shouldHaveNoAreaWithPatientsOnOneSideOnly() {
    assertThat(Ranking.auroc(new boolean[] {true, true}, new double[] {1, 2})).isNaN();
    assertThat(Ranking.auroc(new boolean[] {false}, new double[] {1})).isNaN();
    assertThat(Ranking.auroc(new boolean[0], new double[0])).isNaN();
    assertThat(Ranking.auprc(new boolean[] {false}, new double[] {1})).isNaN();
    assertThat(Ranking.auprc(new boolean[0], new double[0])).isNaN();
  }

  @Test
  void shouldRefuseScoresThatAreNotNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ranking.auroc(new boolean[] {true, false}, new double[] {1, Double.NaN}));
  }
}
