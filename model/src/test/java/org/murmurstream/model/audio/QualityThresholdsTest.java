package org.murmurstream.model.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Caution;
import org.murmurstream.core.SignalQuality;

class QualityThresholdsTest {

  private static final QualityThresholds THRESHOLDS = new QualityThresholds(3, 0.5, 0.01, 0.2, 9);

  @Test
  void shouldHaveNoObjectionsAtTheThresholds() {
    // Given
    SignalQuality justGood =
        new SignalQuality(3, 0.01, 0.5, 0, OptionalDouble.of(9), OptionalDouble.empty());

    // When / Then
    assertThat(THRESHOLDS.cautions(justGood)).isEmpty();
    assertThat(THRESHOLDS.usable(justGood)).isTrue();
  }

  @Test
  void shouldNotUseWhatIsTooShortOrSilent() {
    // Given
    SignalQuality tooShort =
        new SignalQuality(2.9, 0, 0, 0, OptionalDouble.of(20), OptionalDouble.empty());
    SignalQuality silent =
        new SignalQuality(10, 0, 0.51, 0, OptionalDouble.of(20), OptionalDouble.empty());

    // When / Then
    assertThat(THRESHOLDS.usable(tooShort)).isFalse();
    assertThat(THRESHOLDS.cautions(tooShort)).containsExactly(Caution.TOO_SHORT);
    assertThat(THRESHOLDS.usable(silent)).isFalse();
    assertThat(THRESHOLDS.cautions(silent)).containsExactly(Caution.SILENT);
  }

  @Test
  void shouldUseWithCareWhatIsClippedOrPoor() {
    // Given
    SignalQuality clipped =
        new SignalQuality(10, 0.02, 0, 0, OptionalDouble.of(20), OptionalDouble.empty());
    SignalQuality noisy =
        new SignalQuality(10, 0, 0, 0, OptionalDouble.of(8.9), OptionalDouble.empty());
    SignalQuality unmeasured =
        new SignalQuality(10, 0, 0, 0, OptionalDouble.empty(), OptionalDouble.empty());
    SignalQuality broken =
        new SignalQuality(10, 0, 0, 3, OptionalDouble.of(20), OptionalDouble.empty());

    // When / Then
    assertThat(THRESHOLDS.cautions(clipped)).containsExactly(Caution.CLIPPED);
    assertThat(THRESHOLDS.cautions(noisy)).containsExactly(Caution.POOR_SIGNAL);
    assertThat(THRESHOLDS.cautions(unmeasured)).containsExactly(Caution.POOR_SIGNAL);
    assertThat(THRESHOLDS.cautions(broken)).containsExactly(Caution.POOR_SIGNAL);
    assertThat(List.of(clipped, noisy, unmeasured, broken)).allMatch(THRESHOLDS::usable);
  }

  @Test
  void shouldRefuseImpossibleThresholds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QualityThresholds(0, 0.5, 0.01, 0.2, 9))
        .withMessageContaining("minSeconds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QualityThresholds(3, 1.5, 0.01, 0.2, 9))
        .withMessageContaining("maxSilentShare");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QualityThresholds(3, 0.5, 0.01, 0.2, Double.NaN))
        .withMessageContaining("minSnrDb");
  }
}
