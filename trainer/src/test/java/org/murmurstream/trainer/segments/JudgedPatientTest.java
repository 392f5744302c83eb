package org.murmurstream.trainer.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.data.LabelledPatient;

/** Logits are of Present, Unknown and Absent. */
class JudgedPatientTest {

  private static final LabelledPatient PATIENT = new LabelledPatient("1", "1", MurmurClass.PRESENT);

  @Test
  void shouldBePresentByOneRecordingAndAbsentByTheMeanOfLogits() {
    // When
    JudgedPatient judged =
        JudgedPatient.of(
            PATIENT,
            0,
            List.of(new double[] {1, 0, 0}, new double[] {0, 0, 3}, new double[] {0, 1, 0}));

    // Then
    assertThat(judged.decided(JudgedPatient.Rule.ANY_PRESENT).murmur())
        .isEqualTo(MurmurClass.PRESENT);
    assertThat(judged.decided(JudgedPatient.Rule.MEAN).murmur()).isEqualTo(MurmurClass.ABSENT);
    assertThat(judged.mean().absent() / judged.mean().present())
        .isCloseTo(Math.exp(2 / 3.0), within(1e-9));
  }

  @Test
  void shouldBeUnknownIfARecordingIsAndNoneIsPresent() {
    // When
    JudgedPatient judged =
        JudgedPatient.of(PATIENT, 0, List.of(new double[] {0, 1, 0}, new double[] {0, 0, 5}));

    // Then
    assertThat(judged.decided(JudgedPatient.Rule.ANY_PRESENT).murmur())
        .isEqualTo(MurmurClass.UNKNOWN);
  }

  @Test
  void shouldAverageTheProbabilitiesOfEachRecordingOverSeeds() {
    // Given one seed that is sure of Present, and one that is a little for Absent
    JudgedPatient one = JudgedPatient.of(PATIENT, 0, List.of(new double[] {9, 0, 0}));
    JudgedPatient other = JudgedPatient.of(PATIENT, 0, List.of(new double[] {0, 0, 1}));

    // When
    JudgedPatient both = JudgedPatient.together(List.of(one, other));

    // Then
    assertThat(both.decided(JudgedPatient.Rule.ANY_PRESENT).murmur())
        .isEqualTo(MurmurClass.PRESENT);
    assertThat(both.recordings().get(0).present())
        .isCloseTo(
            (one.recordings().get(0).present() + other.recordings().get(0).present()) / 2,
            within(1e-12));
  }
}
