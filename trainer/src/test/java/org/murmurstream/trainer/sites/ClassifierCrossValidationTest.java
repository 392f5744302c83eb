package org.murmurstream.trainer.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.UserException;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.result.DecisionTable;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.run.ProgressTable;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;

class ClassifierCrossValidationTest {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);

  @TempDir private Path folder;

  /** A training that is killed, in the eyes of those who wait for it. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void shouldLearnToTellClassesApartAndLeaveAllThereIsToKnow() throws IOException {
    // Given
    Fold fold = ToyPatients.fold(ToyPatients.draw(90, 5));
    ClassifierCrossValidation training = training(folder, ToyPatients.settings(20, 0.003), true);

    // When
    training.run(fold, 1);
    training.run(fold, 2);
    ClassifierCrossValidation.Result result = training.finish();

    // Then
    assertThat(result.scores()).containsOnlyKeys(1L, 2L);
    assertThat(result.spread(Measure.UAR).mean()).isGreaterThan(0.85);
    assertThat(result.togetherScore().patients()).isEqualTo(45);
    Path place = folder.resolve("seed-1/fold-0");
    assertThat(place.resolve("config.json")).exists();
    assertThat(place.resolve("metrics.json")).content().contains("WACC");
    assertThat(place.resolve("checkpoint.safetensors")).doesNotExist();
    assertThat(Files.readAllLines(place.resolve("split.csv"))).hasSize(91);
    assertThat(DecisionTable.read(folder.resolve("seed-2/predictions.csv")))
        .hasSize(45)
        .allMatch(decision -> decision.fold().equals(OptionalInt.of(0)));
    assertThat(folder.resolve("metrics.json")).content().contains("together");
    ModelIdentity bundle = ModelBundle.load(place.resolve("bundle")).identity();
    assertThat(bundle.trained()).isTrue();
    assertThat(bundle.encoderDigest()).isEqualTo(ToyPatients.BACKBONE.digest());
  }

  @Test
  void shouldGoOnAfterAKillToTheSameWeightsBitForBit() throws IOException {
    // Given
    Fold fold = ToyPatients.fold(ToyPatients.draw(60, 1));
    ClassifierSettings settings = ToyPatients.settings(5, 0.003);
    Path straight = folder.resolve("straight");
    training(straight, settings, false).run(fold, 1);
    Path stopped = folder.resolve("stopped");
    var killed =
        new ClassifierCrossValidation(
            new RunFolder(stopped),
            settings,
            false,
            TORCH,
            (run, epoch, all, remark) -> {
              if (epoch == 2) {
                throw new Killed();
              }
            });
    assertThatThrownBy(() -> killed.run(fold, 1)).isInstanceOf(Killed.class);
    Path place = stopped.resolve("seed-1/fold-0");
    // What an epoch leaves that did not get as far as its checkpoint:
    Files.writeString(
        place.resolve("epochs.csv"),
        Files.readString(place.resolve("epochs.csv")) + "3,1.0,1.0,0.0,0,0,0,0\n");

    // When
    training(stopped, settings, false).run(fold, 1);

    // Then
    assertThat(place.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(straight.resolve("seed-1/fold-0/weights.safetensors"));
    assertThat(decisive(place)).isEqualTo(decisive(straight.resolve("seed-1/fold-0")));
  }

  @Test
  void shouldKeepTheWeightsOfTheBestEpochAndStopWhenThePatienceEnds() throws IOException {
    // Given
    Fold fold = ToyPatients.fold(ToyPatients.draw(60, 0));
    ClassifierSettings settings = ToyPatients.settings(40, 0.01);
    RunFolder place = new RunFolder(folder).seed(1).fold(0);

    // When
    training(folder, settings, false).run(fold, 1);

    // Then
    List<Validation> epochs =
        ProgressTable.read(place.epochs()).stream()
            .map(
                row ->
                    new Validation(
                        ProgressTable.value(place.epochs(), row, 1),
                        ProgressTable.value(place.epochs(), row, 2),
                        ProgressTable.value(place.epochs(), row, 3)))
            .toList();
    int best = Validation.best(epochs);
    assertThat(epochs).hasSize(best + 1 + settings.patience());
    assertThat(folder.resolve("seed-1/fold-0/metrics.json"))
        .content()
        .contains("\"epoch\" : " + (best + 1));
  }

  @Test
  void shouldRefuseToGoOnWithOtherSettings() throws IOException {
    // Given
    Fold fold = ToyPatients.fold(ToyPatients.draw(60, 1));
    training(folder, ToyPatients.settings(2, 0.003), false).run(fold, 1);

    // Then
    assertThatThrownBy(() -> training(folder, ToyPatients.settings(3, 0.003), false).run(fold, 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("was begun with other settings or data");
  }

  @Test
  void shouldNameADamagedCheckpoint() throws IOException {
    // Given
    Fold fold = ToyPatients.fold(ToyPatients.draw(60, 1));
    Path checkpoint = folder.resolve("seed-1/fold-0/checkpoint.safetensors");
    Files.createDirectories(checkpoint.getParent());
    Files.write(checkpoint, new byte[100]);

    // Then
    assertThatThrownBy(() -> training(folder, ToyPatients.settings(2, 0.003), false).run(fold, 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(checkpoint + " is damaged; remove it to begin this training anew");
  }

  @Test
  void shouldSayWhereTheLossBecameNoNumber() {
    // Given
    Fold fold = ToyPatients.fold(ToyPatients.draw(60, 1));

    // Then
    assertThatThrownBy(() -> training(folder, ToyPatients.settings(3, 1e30), false).run(fold, 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("at step ")
        .hasMessageContaining("in epoch ")
        .hasMessageContaining("learning rate of ")
        .hasMessageContaining("lower --learning-rate");
  }

  private static List<String> decisive(Path place) throws IOException {
    return Files.readAllLines(place.resolve("epochs.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(','))) // but for the time a step took
        .toList();
  }

  private static ClassifierCrossValidation training(
      Path folder, ClassifierSettings settings, boolean bundles) {
    return new ClassifierCrossValidation(
        new RunFolder(folder), settings, bundles, TORCH, ProgressWatch.NONE);
  }
}
