package org.murmurstream.trainer.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.split.Folds;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.Origin;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.M2dWeights;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.learning.FrameLearner;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;

class FrameCrossValidationTest {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);
  private static final FrameSettings SETTINGS =
      new FrameSettings(M2dConfig.Positions.SIN_COS, 8, 2, 4, 0.001, 1, 2, Optional.empty());
  private static final List<MurmurClass> MURMURS =
      List.of(MurmurClass.PRESENT, MurmurClass.UNKNOWN, MurmurClass.ABSENT);

  @TempDir private Path folder;

  @Test
  void shouldJudgeEveryPatientByANetworkThatDoesNotKnowThem() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));
    Path run = folder.resolve("run");

    // When
    List<FrameScore> scores =
        new FrameCrossValidation(new RunFolder(run), SETTINGS, TORCH)
            .run(data, version(data), Optional.empty());

    // Then
    assertThat(scores).hasSize(3);
    assertThat(scores.get(2).patients()).isEqualTo(12);
    assertThat(scores.get(0).patients() + scores.get(1).patients()).isEqualTo(12);
    for (int fold = 0; fold < 2; fold++) {
      Path place = run.resolve("fold-" + fold);
      assertThat(Files.readAllLines(place.resolve("epochs.csv"))).hasSize(3);
      FrameOutputs outputs = FrameOutputFiles.read(place.resolve("outputs/p3_AV_0.safetensors"));
      assertThat(outputs.frames()).isEqualTo(301);
    }
  }

  @Test
  void shouldGoOnFromTheLastWholeEpochToTheSameWeights() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));
    Path straight = folder.resolve("straight");
    Path stopped = folder.resolve("stopped");
    new FrameCrossValidation(new RunFolder(straight), SETTINGS, TORCH)
        .run(data, version(data), Optional.of(0));
    new FrameCrossValidation(new RunFolder(stopped), SETTINGS, TORCH)
        .run(data, version(data), Optional.of(0));
    Path fold = stopped.resolve("fold-0");

    // When the end of the training is lost
    Files.delete(fold.resolve("weights.safetensors"));
    new FrameCrossValidation(new RunFolder(stopped), SETTINGS, TORCH)
        .run(data, version(data), Optional.of(0));

    // Then
    assertThat(fold.resolve("weights.safetensors"))
        .hasSameBinaryContentAs(straight.resolve("fold-0/weights.safetensors"));
    assertThat(Files.readAllLines(fold.resolve("epochs.csv"))).hasSize(3);
  }

  @Test
  void shouldLeaveAFrozenEncoderAsItWasGiven() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));
    M2dConfig encoder = M2dConfig.HEART_PATCHES.with(M2dConfig.Positions.ROTARY);
    Map<String, Tensor> given = M2dWeights.seeded(encoder, 99);
    var start =
        new Encoder(
            FrameSettings.FRONT_END, encoder, given, Origin.of(Origin.Kind.PRETRAINING, "abc"));
    var settings =
        new FrameSettings(
            encoder.positions(),
            8,
            2,
            4,
            0.01,
            1,
            2,
            Optional.empty(),
            Optional.of(start),
            true,
            0,
            Optional.empty());

    // When
    new FrameCrossValidation(new RunFolder(folder), settings, TORCH)
        .run(data, version(data), Optional.of(0));

    // Then
    Map<String, Tensor> learnt = Safetensors.read(folder.resolve("fold-0/weights.safetensors"));
    given.forEach(
        (name, tensor) -> assertThat(learnt.get(name).data()).as(name).isEqualTo(tensor.data()));
    Map<String, Tensor> first = FrameLearner.fresh(settings.config(8), settings.seed()).weights();
    assertThat(learnt.get("head.frames.weight").data())
        .isNotEqualTo(first.get("head.frames.weight").data());
    assertThat(folder.resolve("fold-0/config.json"))
        .content()
        .contains("\"frozenEncoder\" : true", "\"startedFrom\"", "\"abc\"");
  }

  @Test
  void shouldRefuseToFreezeARandomEncoder() {
    assertThatThrownBy(
            () ->
                new FrameSettings(
                    M2dConfig.Positions.SIN_COS,
                    8,
                    2,
                    4,
                    0.01,
                    1,
                    2,
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    0,
                    Optional.empty()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("a random encoder cannot be frozen");
  }

  @Test
  void shouldRefuseToGoOnWithOtherSettings() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));
    new FrameCrossValidation(new RunFolder(folder), SETTINGS, TORCH)
        .run(data, version(data), Optional.of(1));
    var others =
        new FrameSettings(M2dConfig.Positions.SIN_COS, 8, 3, 4, 0.001, 1, 2, Optional.empty());

    // Then
    assertThatThrownBy(
            () ->
                new FrameCrossValidation(new RunFolder(folder), others, TORCH)
                    .run(data, version(data), Optional.of(1)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("fold-1 was begun with other settings");
  }

  @Test
  void shouldRefuseToGoOnWithAnotherSeed() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));
    new FrameCrossValidation(new RunFolder(folder), SETTINGS, TORCH)
        .run(data, version(data), Optional.of(1));
    var others =
        new FrameSettings(M2dConfig.Positions.SIN_COS, 8, 2, 4, 0.001, 2, 2, Optional.empty());

    // Then
    assertThatThrownBy(
            () ->
                new FrameCrossValidation(new RunFolder(folder), others, TORCH)
                    .run(data, version(data), Optional.of(1)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("fold-1 was begun with other settings or data");
  }

  @Test
  void shouldRefuseToGoOnWithOtherRecordings() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));
    new FrameCrossValidation(new RunFolder(folder), SETTINGS, TORCH)
        .run(data, version(data), Optional.of(1));
    byte[] record = Files.readAllBytes(folder.resolve("run.json"));

    // When the same patients have been recorded again
    FrameDataSet others = read(patients(true, 1));

    // Then
    assertThatThrownBy(
            () ->
                new FrameCrossValidation(new RunFolder(folder), SETTINGS, TORCH)
                    .run(others, version(others), Optional.of(1)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("fold-1 was begun with other settings or data");
    assertThat(folder.resolve("run.json")).hasBinaryContent(record);
  }

  @Test
  void shouldRefuseToGoOnInOtherFolds() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));
    new FrameCrossValidation(new RunFolder(folder), SETTINGS, TORCH)
        .run(data, version(data), Optional.of(1));
    Path others = folder.resolve("others.csv");
    Folds.draw(data.patients(), 2, 77).write(others);
    var settings =
        new FrameSettings(M2dConfig.Positions.SIN_COS, 8, 2, 4, 0.001, 1, 2, Optional.of(others));

    // Then
    assertThatThrownBy(
            () ->
                new FrameCrossValidation(new RunFolder(folder), settings, TORCH)
                    .run(data, version(data), Optional.of(1)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("was begun with other folds than those of " + others);
  }

  @Test
  void shouldRecordWhichDataWereLearntFrom() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));
    Files.writeString(folder.resolve("manifest.json"), "{}");

    // When
    new FrameCrossValidation(new RunFolder(folder), SETTINGS, TORCH)
        .run(data, version(data), Optional.of(1));

    // Then
    assertThat(folder.resolve("run.json"))
        .content()
        .contains(
            "\"dataSha256\" : \"" + data.sha256() + "\"",
            // What sha256sum says of the two characters.
            "\"manifestSha256\" : \"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"");
    assertThat(read(patients(true)).sha256()).isEqualTo(data.sha256());
  }

  @Test
  void shouldForgetEpochsThatNoCheckpointCovers() throws IOException {
    // Given a training that was killed after its epoch was written down, before its checkpoint
    FrameDataSet data = read(patients(true));
    new FrameCrossValidation(new RunFolder(folder), SETTINGS, TORCH)
        .run(data, version(data), Optional.of(0));
    Path fold = folder.resolve("fold-0");
    Files.delete(fold.resolve("weights.safetensors"));
    Files.delete(fold.resolve("checkpoint.safetensors"));

    // When
    new FrameCrossValidation(new RunFolder(folder), SETTINGS, TORCH)
        .run(data, version(data), Optional.of(0));

    // Then
    assertThat(Files.readAllLines(fold.resolve("epochs.csv")))
        .hasSize(3)
        .extracting(line -> line.split(",", -1)[0])
        .containsExactly("epoch", "1", "2");
  }

  @Test
  void shouldNameTheEpochWhereTheLossIsNoNumber() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));
    var reckless =
        new FrameSettings(M2dConfig.Positions.SIN_COS, 8, 9, 4, 1e30, 1, 2, Optional.empty());

    // Then
    assertThatThrownBy(
            () ->
                new FrameCrossValidation(new RunFolder(folder), reckless, TORCH)
                    .run(data, version(data), Optional.of(0)))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "the .* at step \\d+, in epoch \\d of .*fold-0, at a learning rate of .*; begin anew in another folder"
                + " with a lower --learning-rate");
  }

  @Test
  void shouldNameADamagedCheckpoint() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));
    new FrameCrossValidation(new RunFolder(folder), SETTINGS, TORCH)
        .run(data, version(data), Optional.of(0));
    Path fold = folder.resolve("fold-0");
    Files.delete(fold.resolve("weights.safetensors"));
    byte[] checkpoint = Files.readAllBytes(fold.resolve("checkpoint.safetensors"));
    Files.write(fold.resolve("checkpoint.safetensors"), Arrays.copyOf(checkpoint, 1000));

    // Then
    assertThatThrownBy(
            () ->
                new FrameCrossValidation(new RunFolder(folder), SETTINGS, TORCH)
                    .run(data, version(data), Optional.of(0)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "checkpoint.safetensors is damaged; remove it to begin this training anew");
  }

  @Test
  void shouldSayWhichFoldsThereAre() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));

    // Then
    assertThatThrownBy(
            () ->
                new FrameCrossValidation(new RunFolder(folder), SETTINGS, TORCH)
                    .run(data, version(data), Optional.of(2)))
        .isInstanceOf(UserException.class)
        .hasMessage("there is no fold 2; there are 2, counted from 0");
  }

  @Test
  void shouldAskForASmallerBatchWhereRecordingsAreFew() throws IOException {
    // Given
    FrameDataSet data = read(patients(true));
    var large =
        new FrameSettings(M2dConfig.Positions.SIN_COS, 8, 1, 64, 0.001, 1, 2, Optional.empty());

    // Then
    assertThatThrownBy(
            () ->
                new FrameCrossValidation(new RunFolder(folder), large, TORCH)
                    .run(data, version(data), Optional.of(0)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("do not fill a batch of 64");
  }

  @Test
  void shouldAskForLabels() {
    assertThatThrownBy(() -> read(patients(false)))
        .isInstanceOf(UserException.class)
        .hasMessage("a patient has no label; training needs one for each");
  }

  private DataVersion version(FrameDataSet data) throws IOException {
    return DataVersion.of(folder, data);
  }

  private FrameDataSet read(ExamSource source) throws IOException {
    try (var frontEnd = FrontEnd.open(FrameSettings.FRONT_END, TORCH)) {
      return FrameDataSet.read(
          source, new FeatureStore(folder.resolve("features"), frontEnd), ProgressWatch.NONE);
    }
  }

  /** Twelve patients, four of each class, with six seconds of noise each. */
  private static ExamSource patients(boolean labelled) {
    return patients(labelled, 0);
  }

  private static ExamSource patients(boolean labelled, int noise) {
    return new ExamSource() {
      @Override
      public List<String> patientIds() {
        return IntStream.range(0, 12).mapToObj(i -> "p" + i).toList();
      }

      @Override
      public ExamRecordings examine(String patientId, int visit) {
        int number = Integer.parseInt(patientId.substring(1));
        Diagnosis diagnosis =
            new Diagnosis(
                patientId,
                Optional.empty(),
                Optional.empty(),
                MURMURS.get(number % 3),
                number % 3 == 0 ? List.of(AuscultationSite.AV) : List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new ExamRecordings(
            ExamRecordings.idOf(patientId, visit),
            patientId,
            List.of(recording(number, noise)),
            labelled ? Optional.of(diagnosis) : Optional.empty());
      }
    };
  }

  private static SiteRecording recording(int number, int noise) {
    var random = new Random(number + 100 * noise);
    var samples = new short[6 * 4000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (1000 * random.nextGaussian());
    }
    CycleInterval mark = new CycleInterval(1.01, 1.31, CyclePhase.SYSTOLE);
    return new SiteRecording(AuscultationSite.AV, 0, new Pcm(4000, samples), List.of(mark));
  }
}
