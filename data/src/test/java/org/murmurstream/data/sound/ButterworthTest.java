package org.murmurstream.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ButterworthTest {

  /** SciPy 1.17: {@code sosfilt(butter(order, hertz, kind, fs=rate, output="sos"), impulse)}. */
  @ParameterizedTest
  @CsvSource({
    "low,  4, 200, 4000, 0.00041659920440659937, 0.0029914483065925663, 0.10245740377665029,"
        + " -0.0006940107970478627",
    "low,  5, 333, 4000, 0.0005822682709628283, 0.004840097523702002, 0.18966742586270502,"
        + " -0.0008926672630730674",
    "low,  8, 150, 4000, 2.1014836377453347e-08, 3.1086300482447213e-07, 0.0006632585300931117,"
        + " -0.02402092038312082",
    "low,  3, 400, 8000, 0.00289819463372143, 0.015575172547328988, 0.12603533455464117,"
        + " -0.00032645990187738893",
    "high, 2, 100, 4000, 0.8948586061225731, -0.19809325873572425, -0.0731172976582883,"
        + " 0.0006665109792817635",
    "high, 1, 60,  4000, 0.9549649940888687, -0.08601370830743127, -0.04882199709682606,"
        + " -0.0021670993341846383"
  })
  void shouldAnswerAnImpulseAsTheReferenceDoes(
      String kind,
      int order,
      double hertz,
      double rate,
      double at0,
      double at1,
      double at7,
      double at40) {
    // Given
    var impulse = new double[41];
    impulse[0] = 1;
    Butterworth filter =
        kind.equals("low")
            ? Butterworth.lowPass(order, hertz, rate)
            : Butterworth.highPass(order, hertz, rate);

    // When
    double[] answer = filter.filter(impulse);

    // Then
    assertThat(answer[0]).isCloseTo(at0, within(1e-13));
    assertThat(answer[1]).isCloseTo(at1, within(1e-13));
    assertThat(answer[7]).isCloseTo(at7, within(1e-13));
    assertThat(answer[40]).isCloseTo(at40, within(1e-13));
    assertThat(impulse[40]).as("what was filtered").isZero();
  }

  @Test
  void shouldTakeAwayNothingOrEverythingWhereTheSampleRateEnds() {
    // Given
    double[] signal = {1, -2, 3};

    // Then
    assertThat(Butterworth.lowPass(4, 900, 1000).filter(signal)).containsExactly(signal);
    assertThat(Butterworth.highPass(4, 900, 1000).filter(signal)).containsOnly(0);
  }

  @Test
  void shouldRefuseWhatIsNoFilter() {
    assertThatThrownBy(() -> Butterworth.lowPass(0, 100, 4000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("order of at least 1");
    assertThatThrownBy(() -> Butterworth.highPass(1, 0, 4000))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
