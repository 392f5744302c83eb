package org.murmurstream.trainer.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningEpochsTest {

  private static final FineTuningEpochs.Training TRAINING =
      new FineTuningEpochs.Training(1, 2, 3, 4);

  @TempDir private Path folder;

  @Test
  void shouldChooseTheHighestAccuracyAndOfEqualOnesTheFirst() throws IOException {
    // Given
    Path file = folder.resolve("epochs.csv");
    FineTuningEpochs epochs = FineTuningEpochs.open(file, 0);
    assertThat(epochs.bestAccuracy()).isNaN();

    // When
    for (double accuracy : new double[] {0.1, 1 / 3.0, 0.2, 1 / 3.0}) {
      epochs.add(accuracy, TRAINING);
    }

    // Then
    assertThat(epochs.best()).isEqualTo(2);
    assertThat(FineTuningEpochs.open(file).best()).isEqualTo(2);
    assertThat(FineTuningEpochs.open(file).bestAccuracy()).isEqualTo(1 / 3.0);
  }

  @Test
  void shouldForgetTheEpochsThatNoCheckpointCovers() throws IOException {
    // Given
    Path file = folder.resolve("epochs.csv");
    FineTuningEpochs epochs = FineTuningEpochs.open(file, 0);
    epochs.add(0.5, TRAINING);
    epochs.add(0.7, TRAINING);

    // When
    FineTuningEpochs resumed = FineTuningEpochs.open(file, 1);

    // Then
    assertThat(resumed.count()).isEqualTo(1);
    assertThat(resumed.best()).isEqualTo(1);
    assertThat(FineTuningEpochs.open(file).count()).isEqualTo(1);
  }
}
