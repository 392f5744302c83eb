package org.murmurstream.trainer.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.UserException;
import org.murmurstream.model.committee.LogisticRegression;

class RegressionFitTest {

  private static final MurmurClass[] CLASSES = MurmurClass.values();

  @Test
  void shouldGiveTheSharesOfTheClassesWhereFeaturesSayNothing() {
    // Given
    List<float[]> samples =
        List.of(new float[] {1}, new float[] {1}, new float[] {1}, new float[] {1});
    List<MurmurClass> labels =
        List.of(MurmurClass.ABSENT, MurmurClass.ABSENT, MurmurClass.PRESENT, MurmurClass.UNKNOWN);

    // When
    Probabilities probabilities =
        RegressionFit.STANDARD.fit(samples, labels).probabilities(new float[] {1});

    // Then
    assertThat(probabilities.absent()).isCloseTo(0.5, within(1e-5));
    assertThat(probabilities.present()).isCloseTo(0.25, within(1e-5));
  }

  @Test
  void shouldStandAtTheMinimumOfThePenalisedCrossEntropy() {
    // Given
    var random = new Random(1);
    var samples = new ArrayList<float[]>();
    var labels = new ArrayList<MurmurClass>();
    for (int i = 0; i < 300; i++) {
      MurmurClass label = CLASSES[random.nextInt(CLASSES.length)];
      float shift = label == MurmurClass.PRESENT ? 2 : 0;
      samples.add(
          new float[] {
            (float) random.nextGaussian() + shift, 5 * (float) random.nextGaussian(), i % 7
          });
      labels.add(label);
    }
    double c = 0.1;

    // When
    LogisticRegression fitted = new RegressionFit(c).fit(samples, labels);

    // Then: the derivative by every weight, taken from the probabilities, is 0
    for (int k = 0; k < CLASSES.length; k++) {
      for (int f = 0; f < 3; f++) {
        double slope = fitted.weights()[3 * k + f] / c;
        for (int i = 0; i < samples.size(); i++) {
          double error =
              fitted.probabilities(samples.get(i)).of(CLASSES[k])
                  - (labels.get(i) == CLASSES[k] ? 1 : 0);
          slope += error * fitted.standardisation().apply(samples.get(i))[f];
        }
        assertThat(slope).isCloseTo(0, within(1e-3));
      }
    }
    assertThat(fitted.weights()[0]).as("feature 0 speaks for Present").isGreaterThan(0.5f);
  }

  @Test
  void shouldStandardiseByTheValuesThatAreKnown() {
    // Given
    List<float[]> samples =
        List.of(new float[] {1}, new float[] {Float.NaN}, new float[] {3}, new float[] {2});
    List<MurmurClass> labels =
        List.of(MurmurClass.ABSENT, MurmurClass.PRESENT, MurmurClass.PRESENT, MurmurClass.UNKNOWN);

    // When
    LogisticRegression fitted = RegressionFit.STANDARD.fit(samples, labels);

    // Then
    assertThat(fitted.standardisation().mean()[0]).isEqualTo(2);
    assertThat(fitted.standardisation().deviation()[0])
        .isCloseTo((float) Math.sqrt(2.0 / 3), within(1e-6f));
  }

  @Test
  void shouldNameAClassThatIsMissing() {
    assertThatThrownBy(
            () ->
                RegressionFit.STANDARD.fit(
                    List.of(new float[1], new float[1]),
                    List.of(MurmurClass.ABSENT, MurmurClass.PRESENT)))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("there is none of class UNKNOWN");
  }
}
