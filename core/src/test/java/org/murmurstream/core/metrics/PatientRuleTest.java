package org.murmurstream.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.core.GoldenFiles;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;

class PatientRuleTest {

  private static final List<MurmurClass> ORDER =
      List.of(MurmurClass.PRESENT, MurmurClass.UNKNOWN, MurmurClass.ABSENT);

  static Stream<JsonNode> patients() {
    JsonNode patients = GoldenFiles.json("metrics/metrics.json").get("decision_rule");
    return StreamSupport.stream(patients.spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("patients")
  void shouldDecideAsTheReferenceDoes(JsonNode golden) {
    // Given
    List<Probabilities> recordings =
        StreamSupport.stream(golden.get("recording_probabilities").spliterator(), false)
            .map(
                p ->
                    new Probabilities(
                        p.get(0).asDouble(), p.get(1).asDouble(), p.get(2).asDouble()))
            .toList();

    // When
    MurmurClass anyPresent = PatientRule.ANY_PRESENT.decide(recordings);
    MurmurClass mean = PatientRule.MEAN.decide(recordings);

    // Then
    assertThat(anyPresent).isEqualTo(ORDER.get(golden.get("rule").asInt()));
    assertThat(mean).isEqualTo(ORDER.get(golden.get("mean_probability_argmax").asInt()));
  }

  @ParameterizedTest
  @EnumSource
  void shouldPreferTheMoreSeriousOfEquallyLikelyClasses(PatientRule rule) {
    assertThat(rule.decide(List.of(new Probabilities(0.4, 0.4, 0.2))))
        .isEqualTo(MurmurClass.PRESENT);
    assertThat(rule.decide(List.of(new Probabilities(0.2, 0.4, 0.4))))
        .isEqualTo(MurmurClass.UNKNOWN);
  }

  @Test
  void shouldRefuseToDecideOnNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PatientRule.MEAN.decide(List.of()))
        .withMessageContaining("no recording");
  }
}
