package org.murmurstream.trainer.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import org.murmurstream.data.circor.CircorWriter;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.M2dWeights;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.NoisyPatients;
import org.murmurstream.trainer.encoder.FoldEncoders;
import org.murmurstream.trainer.result.DecisionTable;
import org.murmurstream.trainer.run.JsonFiles;
import org.murmurstream.trainer.run.RunFolder;
import picocli.CommandLine;

/** {@code murmur finetune}, as a user types it, on noise. */
class FinetuneCommandTest {

  private static final M2dConfig TINY = new M2dConfig(48, 64, 48, 16, 8, 1, 2, 2, 1e-6);
  private static final String SMALL =
      "--epochs 2 --warmup-epochs 1 --bs 4 --lr 0.1 --threads 1 --processor cpu"
          + " --validation-parts 2";

  @TempDir private Path folder;
  private Path data;
  private String common;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writePatientsAndAPretrainedEncoder() throws IOException {
    data = folder.resolve("data");
    new CircorWriter(data).write(new NoisyPatients(6), written -> {});
    Path pretrained = Files.createDirectories(folder.resolve("pre"));
    JsonFiles.write(
        new RunFolder(pretrained).config(),
        Map.of("frontEnd", FrontEndConfig.HEART, "encoder", TINY));
    Safetensors.write(new RunFolder(pretrained).encoder(), M2dWeights.seeded(TINY, 1));
    common =
        "--data %s --encoder-from %s --features %s %s "
            .formatted(data, pretrained, folder.resolve("features"), SMALL);
  }

  @Test
  void shouldTrainJudgeAndLeaveEncodersForOthers() throws IOException {
    // When
    run(new FinetuneCommand(), common + "--folds 2 --seeds 1,2 --run " + path("run"));

    // Then
    assertThat(out.toString())
        .startsWith("18 patients held out; mean and deviation over seeds 1, 2")
        .contains("Present if any recording is", "The mean over recordings", "W.acc", "UAR")
        .contains("decided PRESENT  found PRESENT ");
    assertThat(err.toString().lines())
        .last()
        .isEqualTo(
            "Next: murmur classify --data %s --encoder-from %s --run DIR"
                .formatted(data, path("run/seed-1")));
    assertThat(DecisionTable.read(path("run/predictions.csv"))).hasSize(18);
    assertThat(DecisionTable.read(path("run/seed-2/predictions.csv"))).hasSize(18);
    assertThat(path("run/seed-1/training.png")).exists();
    assertThat(Files.readAllLines(path("run/seed-1/fold-0/epochs.csv")))
        .hasSize(3)
        .first()
        .asString()
        .contains("ms_per_step,rss_mb");
    assertThat(path("run/seed-1/fold-0/checkpoint.safetensors")).doesNotExist();
    Map<String, Tensor> encoder = weights("run/seed-1/fold-1");
    assertThat(encoder).containsOnlyKeys(M2dWeights.shapes(TINY).keySet());
    assertThat(encoder.get("norm.weight").data())
        .isNotEqualTo(weights("pre").get("norm.weight").data());

    // When one seed is the backbone of a multi-site classifier
    run(
        new ClassifyCommand(),
        ("--data %s --backbone %s --run %s --epochs 1 --warmup-epochs 0 --width 16 --hidden 16"
                + " --layers 1 --seeds 1 --threads 1 --processor cpu --validation-parts 2")
            .formatted(data, path("run/seed-1"), path("sites")));

    // Then each fold has its own encoder
    assertThat(path("sites/seed-1/fold-1/bundle/SHA256SUMS")).exists();
    FoldEncoders backbones = FoldEncoders.open(path("run/seed-1").toString());
    assertThat(backbones.of(0).digest()).isNotEqualTo(backbones.of(1).digest());
    assertThat(path("sites/seed-1/fold-1/config.json"))
        .content()
        .contains(backbones.of(1).digest());
    assertThat(path("sites/folds.csv")).hasSameTextualContentAs(path("run/seed-1/folds.csv"));
  }

  @Test
  void shouldTakeASplitAndLetItsEncoderBeUsedForNoOther() throws IOException {
    // Given
    var lines = new ArrayList<String>();
    lines.add("patient_id,subset");
    List<String> subsets = List.of("train", "valid", "test");
    for (int i = 0; i < 18; i++) {
      lines.add((100 + i) + "," + subsets.get(i / 3 % 3));
    }
    Path split = Files.write(path("split.csv"), lines);

    // When
    run(
        new FinetuneCommand(),
        common + "--split %s --freeze-encoder --run %s".formatted(split, path("run")));

    // Then
    assertThat(out.toString()).startsWith("6 patients held out");
    assertThat(weights("run/seed-1/fold-0").get("norm.weight").data())
        .isEqualTo(weights("pre").get("norm.weight").data());
    assertThat(FoldEncoders.open(path("run").toString()).split())
        .contains(path("run/seed-1/split.csv"));
    assertThat(FoldEncoders.open(path("run/seed-1/fold-0").toString()).split())
        .contains(path("run/seed-1/fold-0/split.csv"));
  }

  @Test
  void shouldRefuseAFolderThatWasBegunOtherwise() {
    // Given
    run(new FinetuneCommand(), common + "--folds 2 --fold 0 --run " + path("refused"));

    // Then
    assertRefused("--folds 2 --fold 0 --double-softmax", "begun with other settings or data");
    assertRefused("--folds 2 --fold 0 --split-seed 7", "begun with another split of the patients");
  }

  @Test
  void shouldSayWhatIsWrongWithWhatWasTyped() throws IOException {
    // Given
    Path split =
        Files.write(
            path("split.csv"),
            List.of("patient_id,subset", "100,train", "101,train", "102,valid", "103,test"));

    // Then
    assertRefused("--folds 2 --fold 2", "there is no fold 2; there are 2");
    assertRefused("--folds 2 --bs 500", "segments to learn from do not fill a batch of 500");
    assertRefused("--folds 2 --bs 1", "a batch is at least 2");
    assertRefused("--folds 2 --warmup-epochs 2", "more than those of warm-up");
    assertRefused("--folds 2 --mask-bands -1", "masks must not be narrower than 0");
    assertRefused("--split " + split, "leaves out 14 of 18 patients");
    assertRefused(
        "--folds 2 --lr 1e30", "begin anew in another folder with a lower --learning-rate");
  }

  @Test
  void shouldNameTheClassThatASubsetLacks() throws IOException {
    // Given Unknown patients, of numbers that leave 2 when divided by 3, to learn from alone
    var lines = new ArrayList<String>();
    lines.add("patient_id,subset");
    for (int i = 100; i < 118; i++) {
      String other = i < 106 ? "valid" : i < 112 ? "test" : "train";
      lines.add(i + "," + (i % 3 == 1 ? "train" : other));
    }
    Path split = Files.write(path("split.csv"), lines);

    // Then
    assertRefused("--split " + split, "there is no patient of class UNKNOWN in subset valid");
  }

  private void assertRefused(String arguments, String message) {
    assertThatThrownBy(
            () -> run(new FinetuneCommand(), common + arguments + " --run " + path("refused")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  private Map<String, Tensor> weights(String run) throws IOException {
    return Safetensors.read(new RunFolder(path(run)).encoder());
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private void run(Object command, String arguments) {
    out.getBuffer().setLength(0);
    int status =
        CommandRun.execute(
            new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setOverwrittenOptionsAllowed(true),
            arguments.strip().split("\\s+"));
    assertThat(status).isZero();
  }
}
