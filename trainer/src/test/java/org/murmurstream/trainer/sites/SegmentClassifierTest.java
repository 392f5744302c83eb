package org.murmurstream.trainer.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.UserException;
import org.murmurstream.core.metrics.PatientRule;
import org.murmurstream.model.engine.TorchOptions;

class SegmentClassifierTest {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTellClassesApartByTheirSegments(boolean doubleSoftmax) {
    // Given
    List<EmbeddedPatient> patients = ToyPatients.draw(90, 4);
    var settings = new SegmentSettings(15, 16, 0.01, 1, doubleSoftmax);

    // When
    SegmentClassifier classifier =
        SegmentClassifier.fit(
            patients.subList(0, 45), patients.subList(45, 60), settings, 1, TORCH);

    // Then
    List<EmbeddedPatient> others = patients.subList(60, 90);
    long right =
        others.stream()
            .filter(
                patient ->
                    PatientRule.MEAN.decide(recordings(classifier, patient))
                        == patient.patient().label())
            .count();
    assertThat(right).isGreaterThanOrEqualTo(27);
  }

  @Test
  void shouldLearnTheSameFromTheSameSeed() {
    // Given
    List<EmbeddedPatient> patients = ToyPatients.draw(30, 1);
    var settings = new SegmentSettings(3, 16, 0.01, 1, false);

    // When
    SegmentClassifier one =
        SegmentClassifier.fit(
            patients.subList(0, 18), patients.subList(18, 30), settings, 1, TORCH);
    SegmentClassifier other =
        SegmentClassifier.fit(
            patients.subList(0, 18), patients.subList(18, 30), settings, 1, TORCH);

    // Then
    assertThat(recordings(one, patients.get(0))).isEqualTo(recordings(other, patients.get(0)));
  }

  @Test
  void shouldAskForASmallerBatchWhereSegmentsAreFew() {
    // Given
    List<EmbeddedPatient> patients = ToyPatients.draw(6, 1);
    var settings = new SegmentSettings(3, 64, 0.01, 1, false);

    // Then
    assertThatThrownBy(() -> SegmentClassifier.fit(patients, patients, settings, 1, TORCH))
        .isInstanceOf(UserException.class)
        .hasMessage("36 segments to learn from do not fill a batch of 64; choose a smaller one");
  }

  private static List<Probabilities> recordings(
      SegmentClassifier classifier, EmbeddedPatient patient) {
    return patient.recordings().stream()
        .map(recording -> classifier.recording(recording.windows()))
        .toList();
  }
}
