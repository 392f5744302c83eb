package org.murmurstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EnvironmentNamesTest {

  @Property
  void shouldLeadBackFromEveryVariableToItsKey(@ForAll("keys") String key) {
    assertThat(EnvironmentNames.keyOf(EnvironmentNames.variableOf(key))).contains(key);
  }

  @Test
  void shouldNotDependOnTheLanguageOfTheMachine() {
    // Given a language in which the capital of i is not I
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      // When
      String variable = EnvironmentNames.variableOf("registry.timeout");

      // Then
      assertThat(variable).isEqualTo("MURMUR_REGISTRY_TIMEOUT");
      assertThat(EnvironmentNames.keyOf("MURMUR_REGISTRY_TIMEOUT")).contains("registry.timeout");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void shouldLeaveOtherVariablesAlone() {
    assertThat(EnvironmentNames.keyOf("PATH")).isEmpty();
    assertThat(EnvironmentNames.keyOf("MURMUR_JAVA_OPTS")).isEmpty();
  }

  /** Words of letters and digits, with one separator between each two. */
  @Provide
  Arbitrary<String> keys() {
    Arbitrary<String> word =
        Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(1).ofMaxLength(6);
    Arbitrary<String> tail =
        Arbitraries.of(".", "_", "-").flatMap(separator -> word.map(w -> separator + w));
    return word.flatMap(
        head -> tail.list().ofMaxSize(4).map(tails -> head + String.join("", tails)));
  }
}
