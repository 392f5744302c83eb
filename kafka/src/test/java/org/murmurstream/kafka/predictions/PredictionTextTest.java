package org.murmurstream.kafka.predictions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Flag;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.kafka.wire.PredictionWire;
import org.murmurstream.kafka.wire.Predictions;
import org.murmurstream.schemas.MurmurPrediction;

class PredictionTextTest {

  private static final DecisionRule RULE = new DecisionRule(4.5, 6, 1, 0.1);
  private static final Ruling FLAGGED =
      new Ruling(
          RULE,
          Optional.of(Ruling.FLAGGED),
          List.of(
              new Flag(
                  Caution.SHORT_SOUND,
                  List.of(
                      new Flag.Figure(
                          "seconds", 4.25, OptionalDouble.of(7), OptionalDouble.empty())))),
          new Doubts(Doubts.Policy.STRICT, 0.9, 0.5).all());

  @Test
  void shouldCompareWeightedProbabilitiesHighestFirst() {
    assertThat(
            PredictionText.why(
                published(
                    Predictions.decided(new Probabilities(0.01, 0.16, 0.83), Ruling.of(RULE)))))
        .containsExactly(
            "Unknown 0.16 x 6 = 0.96 is above Absent 0.83 x 1 = 0.83 and Present 0.01 x 4.5 = 0.045",
            "LOW_MARGIN");
  }

  @Test
  void shouldSayWhatTurnedAVerdictWithItsFigure() {
    assertThat(
            PredictionText.why(
                published(Predictions.decided(new Probabilities(0.4, 0.1, 0.5), FLAGGED))))
        .containsExactly(
            "Present 0.4 x 4.5 = 1.8 is above Unknown 0.1 x 6 = 0.6 and Absent 0.5 x 1 = 0.5,"
                + " but is doubted",
            "SHORT_SOUND: seconds 4.25 (at least 7 expected)",
            "PRESENT_DOUBTED");
  }

  @Test
  void shouldSayWhereThereIsNoVerdictAndWhy() {
    // Given
    MurmurPrediction prediction = published(Predictions.undecided(Caution.NARROW_BAND));

    // Then
    assertThat(PredictionText.of(prediction))
        .containsExactly(
            "exam e1 of patient p1, revision 1: no verdict",
            "NARROW_BAND at MV: sampleRateHz 1000");
    assertThat(PredictionText.limits(prediction)).isEmpty();
  }

  @Test
  void shouldExplainAVerdictAndTellWhatItIsNotFor() {
    // Given
    MurmurPrediction prediction =
        published(Predictions.decided(new Probabilities(0.4, 0.1, 0.5), FLAGGED));

    // Then
    assertThat(PredictionText.of(prediction))
        .startsWith("exam e1 of patient p1, revision 1: Unknown", prediction.getExplanation());
    assertThat(PredictionText.limits(prediction))
        .containsExactly(
            "Limits of every verdict of heart 0123456789ab:", "- Diastolic murmurs are not heard.");
  }

  @Test
  void shouldGiveTheReasonsOfAnAnswerThatCarriesNoRuling() {
    // Given
    MurmurPrediction older =
        MurmurPrediction.newBuilder(
                published(
                    Predictions.decided(new Probabilities(0.01, 0.16, 0.83), Ruling.of(RULE))))
            .setRuling(null)
            .setExplanation(null)
            .setLimits(List.of())
            .build();

    // Then
    assertThat(PredictionText.why(older)).containsExactly("LOW_MARGIN");
  }

  private static MurmurPrediction published(Prediction prediction) {
    return PredictionWire.of(prediction, "recordings");
  }
}
