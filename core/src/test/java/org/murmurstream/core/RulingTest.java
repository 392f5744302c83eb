package org.murmurstream.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulingTest {

  private static final DecisionRule RULE = new DecisionRule(4.5, 6, 1, 0.1);
  private static final Doubts STRICT = new Doubts(Doubts.Policy.STRICT, 0.9, 0.5);
  private static final Doubts CONFIDENT = STRICT.with(Doubts.Policy.CONFIDENT);

  private static final Flag UNFAMILIAR =
      new Flag(Caution.UNFAMILIAR_SOUND, List.of(figure("bandLo", 1.62, -0.14, 1.01)));
  private static final Flag COARSE = new Flag(Caution.COARSE_SOUND, List.of(atLeast("steps", 3.5)));
  private static final Flag SHORT = new Flag(Caution.SHORT_SOUND, List.of(atLeast("seconds", 4)));

  @Test
  void shouldFollowTheWeightsWhenNothingIsFlagged() {
    // Given
    var ruling = new Ruling(RULE, Optional.of(Ruling.CLEAN), List.of(), STRICT.all());

    // When, Then
    assertThat(ruling.decide(new Probabilities(0.02, 0.01, 0.97))).isEqualTo(MurmurClass.ABSENT);
    assertThat(ruling.decide(new Probabilities(0.2, 0.02, 0.78))).isEqualTo(MurmurClass.PRESENT);
    assertThat(ruling.decide(new Probabilities(0.01, 0.18, 0.81))).isEqualTo(MurmurClass.UNKNOWN);
  }

  @Test
  void shouldCallNobodyAbsentThroughUnfamiliarSoundWhenStrict() {
    // Given
    var ruling = new Ruling(RULE, Optional.empty(), List.of(UNFAMILIAR), STRICT.all());

    // When, Then
    assertThat(ruling.decide(new Probabilities(0, 0, 1))).isEqualTo(MurmurClass.UNKNOWN);
    assertThat(ruling.cautions(new Probabilities(0, 0, 1)))
        .containsExactly(Caution.UNFAMILIAR_SOUND, Caution.ABSENT_DOUBTED);
    assertThat(ruling.decide(new Probabilities(0.9, 0.05, 0.05))).isEqualTo(MurmurClass.PRESENT);
  }

  @ParameterizedTest
  @CsvSource({"0.91, ABSENT", "0.9, ABSENT", "0.89, UNKNOWN"})
  void shouldLetSureAbsentStandWhenConfident(double absent, MurmurClass expected) {
    // Given
    var ruling = new Ruling(RULE, Optional.empty(), List.of(UNFAMILIAR), CONFIDENT.all());

    // When, Then
    assertThat(ruling.decide(new Probabilities(0.1 * (1 - absent), 0.9 * (1 - absent), absent)))
        .isEqualTo(expected);
  }

  @Test
  void shouldDoubtAbsentThroughCoarseSoundAndPresentThroughLittleSound() {
    // Given
    var coarse = new Ruling(RULE, Optional.empty(), List.of(COARSE), STRICT.all());
    var little = new Ruling(RULE, Optional.empty(), List.of(SHORT), STRICT.all());

    // When, Then
    assertThat(coarse.decide(new Probabilities(0.05, 0.06, 0.89))).isEqualTo(MurmurClass.UNKNOWN);
    assertThat(coarse.decide(new Probabilities(0.02, 0.02, 0.96))).isEqualTo(MurmurClass.ABSENT);
    assertThat(little.decide(new Probabilities(0.4, 0.1, 0.5))).isEqualTo(MurmurClass.UNKNOWN);
    assertThat(little.decide(new Probabilities(0.6, 0.1, 0.3))).isEqualTo(MurmurClass.PRESENT);
    assertThat(little.cautions(new Probabilities(0.4, 0.1, 0.5)))
        .containsExactly(Caution.SHORT_SOUND, Caution.PRESENT_DOUBTED);
  }

  @Test
  void shouldExplainWhatTheWeightsCompare() {
    // Given
    var ruling = Ruling.of(RULE);

    // When, Then
    assertThat(ruling.explain(new Probabilities(0.01, 0.18, 0.81)))
        .isEqualTo(
            "Unknown: probability times weight is highest for Unknown (Present 0.01 x 4.5 = 0.045,"
                + " Unknown 0.18 x 6 = 1.08, Absent 0.81 x 1 = 0.81).");
  }

  @Test
  void shouldExplainWhatTurnedAVerdictAndWhy() {
    // Given
    var ruling = new Ruling(RULE, Optional.of(Ruling.FLAGGED), List.of(UNFAMILIAR), STRICT.all());

    // When, Then
    assertThat(ruling.explain(new Probabilities(0.02, 0.01, 0.97)))
        .startsWith("Unknown: probability times weight is highest for Absent (")
        .contains(
            "But for sound unlike any that the model has learnt from nobody is called Absent",
            "bandLo 1.62 (-0.14 to 1.01 expected)",
            "taught by distorted sound");
  }

  private static Flag.Figure figure(String name, double value, double least, double greatest) {
    return new Flag.Figure(name, value, OptionalDouble.of(least), OptionalDouble.of(greatest));
  }

  private static Flag.Figure atLeast(String name, double value) {
    return new Flag.Figure(name, value, OptionalDouble.of(value + 1), OptionalDouble.empty());
  }
}
