package org.murmurstream.core.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids become keys, names of files, cells and parts of lines: whatever they are, nothing else. */
class HostileIdsTest {

  private static final String ADMITTED = "-._:";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "../../etc/passwd",
        "a/b",
        "a\\b",
        "a\r\nInjected: line",
        "a\u001b[31mred",
        "a%0ab",
        "a\u202eb",
        "a\u2028b",
        "a\0b",
        "a b",
        "a,b",
        "a\"b",
        "a|b",
        "=cmd|' /C calc'!A0",
        "+1+1",
        "@SUM(A1:A9)",
        "-1+cmd|' /C calc'!A0",
        "\u0430dmin",
        "\uff0e\uff0e\uff0f"
      })
  void shouldRefuseWhatIsMoreThanAnId(String id) {
    assertThat(ChunkLimits.isId(id)).isFalse();
  }

  @Property(tries = 50)
  void shouldRefuseIdsThatAreTooLong(@ForAll("lengths") int length) {
    assertThat(ChunkLimits.isId("x".repeat(length))).isFalse();
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.integers().between(129, 1 << 20);
  }

  @Property
  void shouldRefuseWhateverHoldsAnotherCharacter(@ForAll String text) {
    boolean plain =
        !text.isEmpty()
            && text.length() <= 128
            && text.chars()
                .allMatch(
                    c -> c < 128 && (Character.isLetterOrDigit(c) || ADMITTED.indexOf(c) >= 0));
    assertThat(ChunkLimits.isId(text)).isEqualTo(plain);
  }

  @Property
  void shouldStayInItsFolderAndItsCell(@ForAll("ids") String id) {
    // Given
    Path folder = Path.of("/archive/data");

    // Then
    assertThat(ChunkLimits.isId(id)).isTrue();
    assertThat(folder.resolve(id + ".txt").normalize().getParent()).isEqualTo(folder);
    assertThat(id).doesNotContainAnyWhitespaces().doesNotContain(",", "\"", "(", "!", "|", "=");
  }

  /** Those that are admitted, dots and dashes more often than chance has them. */
  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('A', 'Z')
        .numeric()
        .withChars("....----::__")
        .ofMinLength(1)
        .ofMaxLength(128);
  }
}
