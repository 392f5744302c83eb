package org.murmurstream.trainer.committee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.trainer.result.ScoredPatient;

class DecisionReportTest {

  private static final DecisionRule RULE = new DecisionRule(4.5, 6, 1, 0.1);

  private static final Doubts DOUBTS = new Doubts(Doubts.Policy.STRICT, 0.9, 0.5);

  /** Two murmurs of which the rule finds one, and one patient each of the other classes. */
  private static final DecisionReport REPORT =
      new DecisionReport(
          RULE,
          DOUBTS,
          List.of(
              patient("1", MurmurClass.PRESENT, 0.4, 0.0, 0.6),
              patient("2", MurmurClass.PRESENT, 0.1, 0.0, 0.9),
              patient("3", MurmurClass.UNKNOWN, 0.1, 0.5, 0.4),
              patient("4", MurmurClass.ABSENT, 0.05, 0.05, 0.9)),
          Map.of("1", 0.2, "2", 0.7, "3", 0.5, "4", 0.1));

  @Test
  void shouldKeepWhatDecidedAndHowWell() {
    // When
    DecisionRecord record = REPORT.record(List.of(List.of("network")), 4);

    // Then
    assertThat(record.rule()).isEqualTo(RULE);
    assertThat(record.patients()).isEqualTo(4);
    assertThat(record.found(MurmurClass.PRESENT)).isEqualTo(2);
    assertThat(record.count(MurmurClass.ABSENT, MurmurClass.PRESENT)).isEqualTo(1);
    assertThat(record.scores())
        .extractingFromEntries(score -> score.getKey() + " " + score.getValue().estimate())
        .containsExactly(
            "AUC Present 0.875", // of 4 pairs one is a tie of 0.1
            "AUC Present, beats 0.75", // 0.2 loses against 0.5
            "AUC Unknown 1.0",
            "log loss 1.004345880271493",
            "W.acc 0.6428571428571429", // (5 + 3 + 1) / (5 + 5 + 3 + 1)
            "UAR 0.8333333333333334",
            "recall PRESENT 0.5",
            "recall UNKNOWN 1.0",
            "recall ABSENT 1.0");
  }

  @Test
  void shouldSayTheSameToPeople() {
    // Given
    Bootstrap.Interval wacc = REPORT.scores().get("W.acc");

    // When
    List<String> lines = REPORT.record(List.of(), 0).lines();

    // Then
    assertThat(lines)
        .startsWith(
            "4 patients, decision weights (Present, Unknown, Absent) = (4.5, 6.0, 1.0), policy strict")
        .contains("W.acc               0.643 [%.3f, %.3f]".formatted(wacc.low(), wacc.high()))
        .endsWith(
            "  PRESENT      1     0     0",
            "  UNKNOWN      0     1     0",
            "  ABSENT       1     0     1");
  }

  private static ScoredPatient patient(
      String id, MurmurClass label, double present, double unknown, double absent) {
    var probabilities = new Probabilities(present, unknown, absent);
    return ScoredPatient.heldOut(
        new LabelledPatient(id, id, label), 0, RULE.decide(probabilities), probabilities);
  }
}
