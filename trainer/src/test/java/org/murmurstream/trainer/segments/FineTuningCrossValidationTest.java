package org.murmurstream.trainer.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.split.Folds;
import org.murmurstream.data.split.Split;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.NoisyPatients;
import org.murmurstream.trainer.learning.FineTuningConfig;
import org.murmurstream.trainer.learning.SpecAugment;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.sites.EmbeddedPatients;

class FineTuningCrossValidationTest {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);
  private static final NoisyPatients PATIENTS = new NoisyPatients(6);
  private static final M2dConfig TINY = new M2dConfig(48, 64, 48, 16, 8, 1, 2, 2, 1e-6);

  /** A training that is killed, in the eyes of those who wait for it. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @TempDir private Path folder;

  @Test
  void shouldGoOnAfterAKillToTheSameWeightsBitForBit() throws IOException {
    for (FineTuningSettings.Optimiser optimiser : FineTuningSettings.Optimiser.values()) {
      // Given
      FineTuningSettings settings = settings(4, 0.05, optimiser);
      Path straight = folder.resolve(optimiser + "-straight");
      run(straight, settings, ProgressWatch.NONE);
      Path stopped = folder.resolve(optimiser + "-stopped");
      ProgressWatch killing =
          (run, steps, all, remark) -> {
            if (steps == all / 2 + 1) {
              throw new Killed();
            }
          };
      assertThatThrownBy(() -> run(stopped, settings, killing)).isInstanceOf(Killed.class);
      Path place = stopped.resolve("seed-1/fold-0");
      assertThat(place.resolve("encoder.safetensors")).doesNotExist();
      // What an epoch leaves that did not get as far as its checkpoint:
      Files.writeString(
          place.resolve("epochs.csv"),
          Files.readString(place.resolve("epochs.csv")) + "3,1.0,0,0,0,0,0\n");

      // When
      run(stopped, settings, ProgressWatch.NONE);

      // Then
      for (String file : List.of("encoder.safetensors", "head.safetensors", "predictions.csv")) {
        assertThat(place.resolve(file))
            .hasSameBinaryContentAs(straight.resolve("seed-1/fold-0").resolve(file));
      }
      assertThat(decisive(place)).isEqualTo(decisive(straight.resolve("seed-1/fold-0")));
    }
  }

  @Test
  void shouldTrainNoMoreWhatHasEnded() throws IOException {
    // Given
    FineTuningSettings settings = settings(2, 0.05, FineTuningSettings.Optimiser.SGD);
    run(folder, settings, ProgressWatch.NONE);

    // When
    FineTuningCrossValidation again =
        run(
            folder,
            settings,
            (run, steps, all, remark) -> {
              throw new Killed();
            });

    // Then
    assertThat(again.result().together()).hasSize(9);
  }

  @Test
  void shouldSayThatTheLossIsNoLongerANumber() {
    assertThatThrownBy(
            () ->
                run(
                    folder,
                    settings(2, 1e30, FineTuningSettings.Optimiser.SGD),
                    ProgressWatch.NONE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("epoch ")
        .hasMessageContaining("begin anew in another folder with a lower --learning-rate");
  }

  @Test
  void shouldNameADamagedCheckpoint() throws IOException {
    // Given
    FineTuningSettings settings = settings(2, 0.05, FineTuningSettings.Optimiser.SGD);
    Path place = Files.createDirectories(folder.resolve("seed-1/fold-0"));
    Files.writeString(place.resolve("checkpoint.safetensors"), "damaged");

    // Then
    assertThatThrownBy(() -> run(folder, settings, ProgressWatch.NONE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("checkpoint.safetensors is damaged; remove it");
  }

  private static FineTuningCrossValidation run(
      Path folder, FineTuningSettings settings, ProgressWatch progress) throws IOException {
    List<LabelledPatient> patients = EmbeddedPatients.labels(PATIENTS);
    Split split = Split.ofFolds(patients, Folds.draw(patients, 2, 1), 2, 1, false).get(0);
    var training = new FineTuningCrossValidation(new RunFolder(folder), settings, TORCH, progress);
    training.run(0, split, backbone(), recordings(patients), 1);
    return training;
  }

  private static FineTuningSettings settings(
      int epochs, double rate, FineTuningSettings.Optimiser optimiser) {
    return new FineTuningSettings(
        epochs,
        4,
        rate,
        1,
        optimiser,
        false,
        FineTuningConfig.Frozen.EMBEDDING,
        new SpecAugment(9, 30));
  }

  private static Encoder backbone() {
    return Encoder.seeded(FrontEndConfig.HEART, TINY, 1);
  }

  private static LabelledRecordings recordings(List<LabelledPatient> patients) {
    return LabelledRecordings.read(
        PATIENTS, patients, FineTuningCrossValidationTest::spectrogram, ProgressWatch.NONE);
  }

  /** Noise that the recording decides. */
  private static Spectrogram spectrogram(Pcm recording) {
    var random = new Random(recording.samples()[0]);
    var values = new float[48 * 301];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Spectrogram(48, 301, values);
  }

  /** All columns but time and memory. */
  private static List<String> decisive(Path place) throws IOException {
    return Files.readAllLines(place.resolve("epochs.csv")).stream()
        .map(line -> line.replaceAll(",[^,]*,[^,]*$", ""))
        .toList();
  }
}
