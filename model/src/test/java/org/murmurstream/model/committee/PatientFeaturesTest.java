package org.murmurstream.model.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PatientFeaturesTest {

  private static final Offset<Float> NEAR = within(1e-5f);
  private static final int BEATS = PatientFeatures.SIZE - 3;

  @Test
  void shouldGiveMeanHighestAndLowestOfWhatTheNetworkHeard() {
    // When
    float[] features = PatientFeatures.of(List.of(evidence(-1, 0.1), evidence(-3, 0.2)));

    // Then
    assertThat(Arrays.copyOf(features, 3)).containsExactly(new float[] {-2, -1, -3}, NEAR);
  }

  @Test
  void shouldGiveLogOddsOfMeanHighestAndTwoHighestOfTheBeats() {
    // When
    float[] features =
        PatientFeatures.of(List.of(evidence(0, 0.1), evidence(0, 0.8), evidence(0, 0.6)));

    // Then
    assertThat(features[BEATS - 1]).isEqualTo(3);
    assertThat(features[BEATS]).isCloseTo(logOdds(0.5), NEAR);
    assertThat(features[BEATS + 1]).isCloseTo(logOdds(0.8), NEAR);
    assertThat(features[BEATS + 2]).isCloseTo(logOdds(0.7), NEAR);
  }

  @Test
  void shouldLeaveRecordingsWithoutABeatOutOfTheBeats() {
    // When
    float[] one = PatientFeatures.of(List.of(evidence(0, 0.3), silent()));
    float[] none = PatientFeatures.of(List.of(silent()));

    // Then
    assertThat(Arrays.copyOfRange(one, BEATS, one.length))
        .containsExactly(new float[] {logOdds(0.3), logOdds(0.3), logOdds(0.3)}, NEAR);
    assertThat(Arrays.copyOfRange(none, BEATS, none.length)).containsOnly(Float.NaN);
  }

  @Test
  void shouldNotDependOnTheOrderOfRecordings() {
    // Given
    List<RecordingEvidence> three = List.of(evidence(-0.1, 0.1), evidence(-0.7, 0.2), silent());
    List<RecordingEvidence> turned = List.of(three.get(2), three.get(0), three.get(1));

    // Then
    assertThat(PatientFeatures.of(turned)).isEqualTo(PatientFeatures.of(three));
  }

  @Test
  void shouldRefuseAPatientWithoutRecordings() {
    assertThatThrownBy(() -> PatientFeatures.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no recording to decide on");
  }

  private static RecordingEvidence evidence(double present, double beats) {
    return new RecordingEvidence(
        new FrameSummary(present, -1, -1, 0, 0.5, 1, 0),
        new SoundSummary(new float[SoundSummary.SIZE]),
        OptionalDouble.of(beats));
  }

  private static RecordingEvidence silent() {
    return new RecordingEvidence(
        new FrameSummary(0.3, -1, -1, 0, 0.5, 1, 0),
        new SoundSummary(new float[SoundSummary.SIZE]),
        OptionalDouble.empty());
  }

  private static float logOdds(double p) {
    return (float) Math.log(p / (1 - p));
  }
}
