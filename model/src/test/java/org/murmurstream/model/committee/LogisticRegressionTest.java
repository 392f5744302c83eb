package org.murmurstream.model.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Probabilities;
import org.murmurstream.model.sites.Standardisation;
import org.murmurstream.model.tensor.Safetensors;

class LogisticRegressionTest {

  /** Feature 0, of mean 10 and deviation 2, speaks for Present; feature 1 for Unknown. */
  private static final LogisticRegression REGRESSION =
      new LogisticRegression(
          new Standardisation(new float[] {10, 0}, new float[] {2, 1}),
          new float[] {1, 0, 0, 1, 0, 0},
          new float[] {0, 0, (float) Math.log(2)});

  @Test
  void shouldGiveTheSoftmaxOfWeightedStandardisedFeatures() {
    // When
    Probabilities probabilities = REGRESSION.probabilities(new float[] {14, 0});

    // Then
    double sum = Math.exp(2) + 1 + 2;
    assertThat(probabilities.present()).isCloseTo(Math.exp(2) / sum, within(1e-7));
    assertThat(probabilities.unknown()).isCloseTo(1 / sum, within(1e-7));
    assertThat(probabilities.absent()).isCloseTo(2 / sum, within(1e-7));
  }

  @Test
  void shouldTakeAFeatureThatIsNotKnownForAverage() {
    assertThat(REGRESSION.probabilities(new float[] {Float.NaN, 3}))
        .isEqualTo(REGRESSION.probabilities(new float[] {10, 3}));
  }

  @Test
  void shouldStayFiniteForFeaturesFarFromAll() {
    assertThat(REGRESSION.probabilities(new float[] {1e6f, -1e6f}).present()).isEqualTo(1);
  }

  @Test
  void shouldAnswerTheSameAfterBeingStored(@TempDir Path folder) throws IOException {
    // Given
    Path file = folder.resolve("decision.safetensors");
    Safetensors.write(file, REGRESSION.tensors());

    // When
    LogisticRegression read = LogisticRegression.of(Safetensors.read(file));

    // Then
    assertThat(read.probabilities(new float[] {11, 1}))
        .isEqualTo(REGRESSION.probabilities(new float[] {11, 1}));
  }

  @Test
  void shouldRefuseArraysThatDoNotFit() {
    assertThatThrownBy(
            () ->
                new LogisticRegression(
                    REGRESSION.standardisation(), new float[5], REGRESSION.bias()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
