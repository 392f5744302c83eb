package org.murmurstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecisionRuleTest {

  private static final DecisionRule CHALLENGE = new DecisionRule(5, 3, 1, 0.1);

  @Test
  void shouldDecideForTheMostLikelyClass() {
    // Given
    var probabilities = new Probabilities(0.3, 0.1, 0.6);

    // When / Then
    assertThat(DecisionRule.MOST_LIKELY.decide(probabilities)).isEqualTo(MurmurClass.ABSENT);
    assertThat(DecisionRule.MOST_LIKELY.margin(probabilities)).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void shouldWeighClasses() {
    // Given: weighted 1.5, 0.3 and 0.6, in sum 2.4
    var probabilities = new Probabilities(0.3, 0.1, 0.6);

    // When / Then
    assertThat(CHALLENGE.decide(probabilities)).isEqualTo(MurmurClass.PRESENT);
    assertThat(CHALLENGE.margin(probabilities)).isCloseTo(0.9 / 2.4, within(1e-12));
  }

  @Test
  void shouldPreferTheMoreSeriousOfEqualClasses() {
    // Given
    var tie = new Probabilities(0.4, 0.2, 0.4);

    // When / Then
    assertThat(DecisionRule.MOST_LIKELY.decide(tie)).isEqualTo(MurmurClass.PRESENT);
    assertThat(DecisionRule.MOST_LIKELY.margin(tie)).isZero();
  }

  @Test
  void shouldRefuseImpossibleWeightsAndMargins() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DecisionRule(0, 1, 1, 0.1))
        .withMessageContaining("presentWeight");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DecisionRule(1, 1, Double.POSITIVE_INFINITY, 0.1))
        .withMessageContaining("absentWeight");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DecisionRule(1, 1, 1, 1.1))
        .withMessageContaining("minMargin");
  }
}
