package org.murmurstream.kafka.predictions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.kafka.Place;
import org.murmurstream.kafka.wire.PredictionWire;
import org.murmurstream.kafka.wire.Predictions;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.Probabilities;

class RecordComparisonTest {

  private static final String RECORDINGS = "recordings";
  private static final Prediction EXPECTED =
      Predictions.decided(
          new org.murmurstream.core.Probabilities(0.2, 0.3, 0.5),
          Ruling.of(DecisionRule.MOST_LIKELY));
  private static final MurmurPrediction SAME = PredictionWire.of(EXPECTED, RECORDINGS);

  @Test
  void shouldFindNoDifferenceBetweenTheSame() {
    // Then
    assertThat(differences(SAME, 0)).isEmpty();
  }

  @Test
  void shouldNotMindWhenItWasDecided() {
    // Given
    var later =
        MurmurPrediction.newBuilder(SAME).setDecidedAt(SAME.getDecidedAt().plusSeconds(9)).build();

    // Then
    assertThat(differences(later, 0)).isEmpty();
  }

  @Test
  void shouldNameTheFieldsThatDifferAndNoFinding() {
    // Given
    var other =
        MurmurPrediction.newBuilder(SAME)
            .setProbabilities(new Probabilities(0.25, 0.3, 0.45))
            .setLimits(List.of())
            .setPatientId("another")
            .build();

    // Then
    assertThat(differences(other, 0))
        .containsExactly(
            "patientId",
            "probabilities.present (by 5.0e-02)",
            "probabilities.absent (by 5.0e-02)",
            "limits (0, not 1)");
  }

  @Test
  void shouldLetNumbersDifferByTheTolerance() {
    // Given
    var other =
        MurmurPrediction.newBuilder(SAME)
            .setProbabilities(new Probabilities(0.20004, 0.3, 0.49996))
            .setExplanation("0.20004 is ...")
            .build();

    // Then
    assertThat(differences(other, 1e-4)).isEmpty();
    assertThat(differences(other, 1e-6)).hasSize(2);
    assertThat(differences(other, 0)).hasSize(3);
  }

  @Test
  void shouldTellNothingFromSomething() {
    // Given
    var other = MurmurPrediction.newBuilder(SAME).setProbabilities(null).build();

    // Then
    assertThat(differences(other, 0)).containsExactly("probabilities");
  }

  private static List<String> differences(MurmurPrediction found, double tolerance) {
    return new PublishedPrediction(new Place("predictions", 0, 0), found)
        .differencesFrom(EXPECTED, RECORDINGS, tolerance);
  }
}
