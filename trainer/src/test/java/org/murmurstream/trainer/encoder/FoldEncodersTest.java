package org.murmurstream.trainer.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.M2dWeights;
import org.murmurstream.model.frames.FrameNetworkConfig;
import org.murmurstream.model.tensor.Safetensors;

class FoldEncodersTest {

  @TempDir private Path folder;

  @Test
  void shouldTakeTheEncoderOfABundle() throws IOException {
    // Given
    ModelBundle bundle = UntrainedBundle.create(3);
    bundle.save(folder.resolve("bundle"));

    // When
    FoldEncoders backbones = FoldEncoders.open(folder.resolve("bundle").toString());

    // Then
    assertThat(backbones.folds()).isEmpty();
    assertThat(backbones.of(0).digest()).isEqualTo(bundle.identity().encoderDigest());
    assertThat(backbones.of(1).frontEnd()).isEqualTo(FrontEndConfig.M2D_16K);
  }

  @Test
  void shouldGiveEachFoldOfARunItsOwnEncoderAndNothingOfItsHead() throws IOException {
    // Given a run that says nothing of positions, as the first ones did
    M2dConfig encoder = M2dConfig.HEART.with(M2dConfig.Positions.SIN_COS);
    Files.write(folder.resolve("folds.csv"), List.of("patient_id,fold", "a,0", "b,1"));
    for (int fold = 0; fold < 2; fold++) {
      Path place = Files.createDirectories(folder.resolve("fold-" + fold));
      Files.writeString(
          place.resolve("config.json"),
          """
          {"encoder": {"stem": "CONVOLUTION", "bands": 48, "frames": 256, "patchBands": 48,
          "patchFrames": 8, "width": 96, "depth": 4, "heads": 4, "mlpRatio": 4,
          "layerNormEps": 1.0E-6}}
          """);
      Safetensors.write(
          place.resolve("weights.safetensors"), FrameNetworkConfig.on(encoder).seeded(fold));
    }

    // When
    FoldEncoders backbones = FoldEncoders.open(folder.toString());

    // Then
    assertThat(backbones.folds().orElseThrow().of("b")).isEqualTo(1);
    assertThat(backbones.of(0).config()).isEqualTo(encoder);
    assertThat(backbones.of(0).weights()).containsOnlyKeys(M2dWeights.shapes(encoder).keySet());
    assertThat(backbones.of(0).digest()).isNotEqualTo(backbones.of(1).digest());
  }

  @Test
  void shouldAskForTheEndOfATrainingThatGoesOn() throws IOException {
    // Given
    Files.write(folder.resolve("folds.csv"), List.of("patient_id,fold", "a,0", "b,1"));

    // Then
    assertThatThrownBy(() -> FoldEncoders.open(folder.toString()).of(1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the training of fold 1");
  }

  @Test
  void shouldAskForTheEndOfAllTrainingsBeforeTheFirstIsUsed() throws IOException {
    // Given
    Files.write(folder.resolve("folds.csv"), List.of("patient_id,fold", "a,0", "b,1"));
    Files.createFile(
        Files.createDirectories(folder.resolve("fold-0")).resolve("encoder.safetensors"));

    // Then
    assertThatThrownBy(() -> FoldEncoders.open(folder.toString()).requireAll())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the training of fold 1");
  }

  @Test
  void shouldGiveTheSameRandomEncoderEveryTime() throws IOException {
    assertThat(FoldEncoders.open("random").of(0).digest())
        .isEqualTo(FoldEncoders.open("random").of(2).digest());
  }
}
