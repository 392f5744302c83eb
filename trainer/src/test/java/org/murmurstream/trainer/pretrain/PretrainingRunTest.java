package org.murmurstream.trainer.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.encoder.Encoders;
import org.murmurstream.trainer.learning.PretrainingConfig;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;

class PretrainingRunTest {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);
  private static final M2dConfig ENCODER =
      new M2dConfig(48, 32, 48, 8, 16, 1, 2, 2, 1e-6).with(M2dConfig.Positions.ROTARY);
  private static final int RECORDINGS = 8;
  private static final int BATCH = 2;
  private static final int STEPS = 6;

  @TempDir private Path folder;

  @Test
  void shouldLeaveAnEncoderToStartFromAndTellOfItsSteps() throws IOException {
    // Given
    Path place = folder.resolve("run");

    // When
    run(place, STEPS, Optional.empty()).train(archive(false));

    // Then
    Encoder encoder = Encoders.read(place, OfficialCheckpoint.Hints.NONE);
    assertThat(encoder.config()).isEqualTo(ENCODER);
    assertThat(encoder.frontEnd()).isEqualTo(FrontEndConfig.HEART);
    List<String> lines = Files.readAllLines(place.resolve("steps.csv"));
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .isEqualTo("step,loss,effective_rank,target_rank,gradient_norm,ms_per_step,rss_mb");
    for (int i = 1; i < 4; i++) {
      String[] columns = lines.get(i).split(",", -1);
      assertThat(columns[0]).isEqualTo("" + 2 * i);
      assertThat(Double.parseDouble(columns[1])).isBetween(0.0, 4.0);
      assertThat(Double.parseDouble(columns[2])).isBetween(1.0, 3.0);
      assertThat(Double.parseDouble(columns[4])).isPositive();
    }
  }

  @Test
  void shouldStopWhereTheLossIsNoNumberAndGoOnToTheWeightsOfARunThatNeverStopped()
      throws IOException {
    // Given
    Path straight = folder.resolve("straight");
    Path stopped = folder.resolve("stopped");
    run(straight, STEPS, Optional.empty()).train(archive(false));

    // When a recording that is first heard in the fourth step holds values that are no numbers
    assertThatThrownBy(() -> run(stopped, STEPS, Optional.empty()).train(archive(true)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the loss is NaN at step 3")
        .hasMessageContaining("lower --learning-rate");
    assertThat(stopped.resolve("encoder.safetensors")).doesNotExist();
    assertThat(Files.readAllLines(stopped.resolve("steps.csv"))).hasSize(2);
    run(stopped, STEPS, Optional.empty()).train(archive(false));

    // Then
    assertThat(stopped.resolve("encoder.safetensors"))
        .hasSameBinaryContentAs(straight.resolve("encoder.safetensors"));
    assertThat(stopped.resolve("checkpoint.safetensors"))
        .hasSameBinaryContentAs(straight.resolve("checkpoint.safetensors"));
    assertThat(Files.readAllLines(stopped.resolve("steps.csv"))).hasSize(4);
  }

  @Test
  void shouldRefuseToGoOnWithOtherSettings() throws IOException {
    // Given
    run(folder, STEPS, Optional.empty()).train(archive(false));

    // Then
    assertThatThrownBy(() -> run(folder, STEPS + 1, Optional.empty()).train(archive(false)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("begun with other settings or recordings");
  }

  @Test
  void shouldNameADamagedCheckpoint() throws IOException {
    // Given
    run(folder, STEPS, Optional.empty()).train(archive(false));
    Files.delete(folder.resolve("encoder.safetensors"));
    Path checkpoint = folder.resolve("checkpoint.safetensors");
    byte[] bytes = Files.readAllBytes(checkpoint);
    Files.write(checkpoint, Arrays.copyOf(bytes, bytes.length / 2));

    // Then
    assertThatThrownBy(() -> run(folder, STEPS, Optional.empty()).train(archive(false)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(checkpoint.toString());
  }

  @Test
  void shouldBeginFurtherPretrainingWithATargetEqualToTheGivenEncoder() throws IOException {
    // Given
    run(folder, STEPS, Optional.empty()).train(archive(false));
    Encoder given = Encoders.read(folder, OfficialCheckpoint.Hints.NONE);

    // When
    Map<String, Tensor> further =
        PretrainingStart.of(config(STEPS), Optional.of(new Known(given, Map.of())), 5).weights();
    Map<String, Tensor> fresh = PretrainingStart.of(config(STEPS), Optional.empty(), 5).weights();

    // Then
    String block = "blocks.0.attn.qkv.weight";
    assertThat(further.get(block).data()).isEqualTo(given.weights().get(block).data());
    assertThat(further.get("target_" + block).data()).isEqualTo(given.weights().get(block).data());
    assertThat(fresh.get("target_" + block).data()).isNotEqualTo(fresh.get(block).data());
  }

  @Test
  void shouldAskToFinishAPretrainingBeforeItsEncoderIsUsed() throws IOException {
    // Given
    run(folder, STEPS, Optional.empty()).train(archive(false));
    Files.delete(folder.resolve("encoder.safetensors"));

    // Then
    assertThatThrownBy(() -> Encoders.read(folder, OfficialCheckpoint.Hints.NONE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is not finished");
  }

  @Test
  void shouldRefuseWeightsThatAreNotThoseOfTheConfiguration() throws IOException {
    // Given
    run(folder, STEPS, Optional.empty()).train(archive(false));
    Path file = folder.resolve("encoder.safetensors");
    Map<String, Tensor> weights = Safetensors.read(file);
    weights.remove("cls_token");
    Safetensors.write(file, weights);

    // Then
    assertThatThrownBy(() -> Encoders.read(file, OfficialCheckpoint.Hints.NONE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cls_token is missing");
  }

  private static PretrainingRun run(Path place, int steps, Optional<Known> from)
      throws IOException {
    return new PretrainingRun(
        new RunFolder(place), config(steps), from, 1, 2, TORCH, ProgressWatch.NONE);
  }

  private static PretrainingConfig config(int steps) {
    return new PretrainingSettings(
            steps,
            BATCH,
            OptionalDouble.empty(),
            0.5,
            OptionalDouble.empty(),
            OptionalDouble.empty())
        .config(FrontEndConfig.HEART, ENCODER);
  }

  /** Noise; if broken, what is heard last in the first pass is no number. */
  private static SoundArchive archive(boolean broken) {
    var recordings = new ArrayList<Spectrogram>();
    for (int i = 0; i < RECORDINGS; i++) {
      var random = new Random(i);
      var values = new float[48 * 40];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) random.nextGaussian();
      }
      recordings.add(new Spectrogram(48, 40, values));
    }
    if (broken) {
      Spectrogram last = new ArchiveOrder(recordings, BATCH, 1).batch(3).get(1);
      Arrays.fill(last.values(), Float.NaN);
    }
    return new SoundArchive(recordings);
  }
}
