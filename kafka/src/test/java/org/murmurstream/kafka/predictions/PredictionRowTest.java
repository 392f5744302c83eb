package org.murmurstream.kafka.predictions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.kafka.wire.PredictionWire;
import org.murmurstream.kafka.wire.Predictions;
import org.murmurstream.schemas.MurmurPrediction;

class PredictionRowTest {

  private static final MurmurPrediction DECIDED =
      PredictionWire.of(
          Predictions.decided(
              new Probabilities(0.01, 0.16, 0.83), Ruling.of(new DecisionRule(4.5, 6, 1, 0.1))),
          "recordings");

  @Test
  void shouldPutProbabilitiesBelowTheirClasses() {
    // When
    String row = PredictionRow.of(DECIDED);

    // Then
    for (String[] cell :
        new String[][] {{"Present", "0.010"}, {"Unknown", "0.160"}, {"Absent", "0.830"}}) {
      int end = PredictionRow.titles().indexOf(cell[0]) + cell[0].length();
      assertThat(row.substring(0, end)).endsWith(cell[1]);
    }
    assertThat(row).contains("e1", "p1", "Unknown").endsWith("LOW_MARGIN");
  }

  @Test
  void shouldHaveARowForAnExamWithoutAVerdict() {
    assertThat(
            PredictionRow.of(
                PredictionWire.of(Predictions.undecided(Caution.NARROW_BAND), "recordings")))
        .contains("insufficient", "  -  ")
        .endsWith("MV:NARROW_BAND");
  }

  @Test
  void shouldKeepOfEachExamTheAnswerThatHolds() {
    // Given
    MurmurPrediction second = revision("e1", "p1", 2);
    MurmurPrediction other = revision("e2", "p2", 1);
    List<MurmurPrediction> all = List.of(second, DECIDED, other);

    // When // Then
    assertThat(new PredictionFilter(Set.of(), Set.of()).latest(all))
        .containsExactlyInAnyOrder(second, other);
    assertThat(new PredictionFilter(Set.of("e1"), Set.of()).latest(all)).containsExactly(second);
    assertThat(new PredictionFilter(Set.of(), Set.of("p2")).latest(all)).containsExactly(other);
    assertThat(new PredictionFilter(Set.of("e1"), Set.of("p2")).latest(all)).isEmpty();
  }

  private static MurmurPrediction revision(String exam, String patient, int revision) {
    return MurmurPrediction.newBuilder(DECIDED)
        .setExamId(exam)
        .setPatientId(patient)
        .setRevision(revision)
        .setDecidedAt(Instant.EPOCH.plusSeconds(revision))
        .build();
  }
}
