package org.murmurstream.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassNumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "present=4.5,unknown=6,absent=1",
        "Absent=1, PRESENT=4.5, unknown=6",
        "1,4.5,6" // as before there were names: Absent, Present, Unknown
      })
  void shouldReadANumberForEachClass(String text) {
    assertThat(ClassNumbers.parse(text)).isEqualTo(new ClassNumbers(4.5, 6, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1,2",
        "1,2,3,4",
        "1,2,x",
        "present=1,unknown=2",
        "present=1,unknown=2,absent=3,absent=4",
        "present=1,unknown=2,3",
        "loud=1,unknown=2,absent=3",
        "present=1=2,unknown=2,absent=3"
      })
  void shouldRefuseAnythingElse(String text) {
    assertThatThrownBy(() -> ClassNumbers.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
