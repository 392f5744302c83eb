package org.murmurstream.trainer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.data.LabelledPatient;

/** Every figure of one small set of decisions, small enough to be checked by hand. */
class MeasureTest {

  /** Present found and missed, Unknown found, two of three without a murmur found. */
  private static final List<ScoredPatient> PATIENTS =
      List.of(
          patient("1", MurmurClass.PRESENT, 0.8, 0.1, 0.1),
          patient("2", MurmurClass.PRESENT, 0.3, 0.1, 0.6),
          patient("3", MurmurClass.UNKNOWN, 0.2, 0.7, 0.1),
          patient("4", MurmurClass.ABSENT, 0.1, 0.1, 0.8),
          patient("5", MurmurClass.ABSENT, 0.2, 0.0, 0.8),
          patient("6", MurmurClass.ABSENT, 0.5, 0.2, 0.3));

  @ParameterizedTest
  @CsvSource({
    "WACC,              0.625", // (5 + 3 + 1 + 1) / (2 * 5 + 3 + 3)
    "UAR,               0.722222", // (1/2 + 1 + 2/3) / 3
    "RECALL_PRESENT,    0.5",
    "RECALL_UNKNOWN,    1",
    "RECALL_ABSENT,     0.666667",
    "ACCURACY,          0.666667",
    "F,                 0.722222", // (2/4 + 2/2 + 4/6) / 3
    "AUROC_PRESENT,     0.875", // 8 pairs, of which 0.3 loses against 0.5
    "AUROC_UNKNOWN,     1",
    "AUROC_ABSENT,      0.888889", // 9 pairs, of which 0.3 loses against 0.6
    "AUPRC_PRESENT,     0.833333", // 1/2 * 1/1 + 1/2 * 2/3
    "AUPRC_UNKNOWN,     1",
    "AUPRC_ABSENT,      0.916667", // 2/3 * 2/2 + 1/3 * 3/4
    "BRIER_SCORE,       0.33", // (0.06 + 0.86 + 0.14 + 0.06 + 0.08 + 0.78) / 6
    "LOG_LOSS,          0.572342" // -ln(0.8 * 0.3 * 0.7 * 0.8 * 0.8 * 0.3) / 6
  })
  void shouldBeWhatItsDefinitionSays(Measure measure, double value) {
    assertThat(measure.of(PATIENTS)).isCloseTo(value, within(1e-6));
  }

  @Test
  void shouldNotBeDefinedWithoutPatientsOfTheClass() {
    // Given
    List<ScoredPatient> present = PATIENTS.subList(0, 2);

    // Then
    assertThat(Measure.WACC.of(present)).isEqualTo(0.5);
    assertThat(Measure.RECALL_UNKNOWN.of(present)).isNaN();
    assertThat(Measure.AUROC_PRESENT.of(present)).isNaN();
  }

  @Test
  void shouldDrawPersonsAndNotPatientIds() {
    // Given: one right and one wrong decision, on two persons or on one
    var one = new LabelledPatient("1", "1", MurmurClass.PRESENT);
    var other = new LabelledPatient("2", "2", MurmurClass.PRESENT);
    var again = new LabelledPatient("2", "1", MurmurClass.PRESENT);
    var right = new Probabilities(1, 0, 0);
    var wrong = new Probabilities(0, 0, 1);
    ScoredPatient first = ScoredPatient.heldOut(one, 0, right);

    // When
    Bootstrap.Interval ofTwo =
        Measure.WACC.interval(List.of(first, ScoredPatient.heldOut(other, 0, wrong)));
    Bootstrap.Interval ofOne =
        Measure.WACC.interval(List.of(first, ScoredPatient.heldOut(again, 0, wrong)));

    // Then
    assertThat(ofTwo).isEqualTo(new Bootstrap.Interval(0.5, 0, 1));
    assertThat(ofOne).isEqualTo(new Bootstrap.Interval(0.5, 0.5, 0.5));
  }

  @Test
  void shouldScoreDecisionsAndNotProbabilitiesInMetricsOfATraining() {
    // When
    Score score = Score.of(PATIENTS);

    // Then
    assertThat(score.patients()).isEqualTo(6);
    assertThat(score.values().keySet()).containsExactlyElementsOf(Measure.OF_DECISIONS);
    assertThat(score.of(Measure.WACC)).isEqualTo(0.625);
  }

  private static ScoredPatient patient(
      String id, MurmurClass label, double present, double unknown, double absent) {
    return ScoredPatient.heldOut(
        new LabelledPatient(id, id, label), 0, new Probabilities(present, unknown, absent));
  }
}
