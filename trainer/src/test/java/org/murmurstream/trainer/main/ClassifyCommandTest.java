package org.murmurstream.trainer.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.UserException;
import org.murmurstream.data.circor.CircorWriter;
import org.murmurstream.trainer.NoisyPatients;
import org.murmurstream.trainer.result.DecisionTable;
import org.murmurstream.trainer.result.PatientDecision;
import picocli.CommandLine;

/** {@code murmur classify} and {@code murmur ablate}, as a user types them, on noise. */
class ClassifyCommandTest {

  private static final String SMALL =
      "--width 16 --hidden 16 --layers 1 --epochs 2 --warmup-epochs 1 --threads 1"
          + " --processor cpu --validation-parts 2";

  @TempDir private Path folder;
  private Path data;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writePatients() throws IOException {
    data = folder.resolve("data");
    new CircorWriter(data).write(new NoisyPatients(3), written -> {});
  }

  @Test
  void shouldTakeTheOptionsOfTheOriginalAndEmbedOnlyOnce() throws IOException {
    // Given
    String common =
        "--data-root %s --backbone random --cache %s --bs 32 --lr 1e-4 --focal-gamma 1.5"
                .formatted(data, folder.resolve("cache"))
            + " --smoothing 0.1 --specaug True --heads 3 --kl-alpha 0.3 --folds 2 --seeds 1,2 "
            + SMALL;

    // When
    run(new ClassifyCommand(), common + " --run %s --metrics wacc uar".formatted(path("one")));

    // Then
    assertThat(out.toString())
        .startsWith("18 patients held out; mean and deviation over seeds 1, 2")
        .contains("W.acc", "UAR")
        .doesNotContain("recall");
    assertThat(Files.readAllLines(folder.resolve("one/predictions.csv"))).hasSize(19);
    assertThat(folder.resolve("one/run.json")).content().contains("\"backbone\" : \"random\"");
    assertThat(folder.resolve("one/seed-2/fold-1/bundle/SHA256SUMS")).exists();

    // When
    List<FileTime> before = embeddings();
    run(new ClassifyCommand(), common + " --run %s".formatted(path("two")));

    // Then
    assertThat(before).hasSize(18);
    assertThat(embeddings()).isEqualTo(before);
    assertThat(folder.resolve("two/predictions.csv"))
        .hasSameBinaryContentAs(folder.resolve("one/predictions.csv"));
  }

  @Test
  void shouldJudgeAsTheBundleHears() throws IOException {
    // Given
    run(
        new ClassifyCommand(),
        "--data %s --backbone random --run %s --folds 2 --seeds 1 %s"
            .formatted(data, path("run"), SMALL));
    String next = next("evaluate");

    // When
    run(
        new EvaluateCommand(),
        "%s --predictions %s --threads 1 --processor cpu".formatted(next, path("heard.csv")));

    // Then
    List<PatientDecision> heard = DecisionTable.read(path("heard.csv"));
    Map<String, PatientDecision> judged =
        DecisionTable.read(path("run").resolve("seed-1/predictions.csv")).stream()
            .collect(Collectors.toMap(PatientDecision::patientId, decision -> decision));
    assertThat(heard)
        .hasSize(9)
        .allSatisfy(
            decision -> {
              Probabilities expected = judged.get(decision.patientId()).probabilities();
              assertThat(decision.probabilities().present())
                  .isCloseTo(expected.present(), within(2e-6));
              assertThat(decision.probabilities().unknown())
                  .isCloseTo(expected.unknown(), within(2e-6));
            });
  }

  @Test
  void shouldPrintTheTableOfAnAblation() throws IOException {
    // When
    run(
        new AblateCommand(),
        "--data %s --backbone random --run %s --folds 2 --seeds 1 --segment-bs 4 %s"
            .formatted(data, path("run"), SMALL));

    // Then
    assertThat(out.toString()).startsWith("| Model").contains("| Ensemble (ours");
    assertThat(Files.readAllLines(folder.resolve("run/table.md"))).hasSize(9);
    assertThat(Files.readAllLines(folder.resolve("run/table.csv"))).hasSize(1 + 7 * 5);
    assertThat(folder.resolve("run/models.png")).exists();
    assertThat(next("classify"))
        .isEqualTo("--data %s --encoder-from random --run DIR".formatted(data));
  }

  @Test
  void shouldSayHowManyLabelsAreMissing() throws IOException {
    // Given
    Path table = data.resolve("training_data.csv");
    Files.writeString(
        table, Files.readString(table).replaceAll("(?<=,)(Present|Unknown|Absent)(?=,)", ""));

    // Then
    assertRefused("--backbone random", "of 18 exams 18 have no label");
  }

  @Test
  void shouldSayWhatABackboneMayBe() {
    assertRefused("--backbone m2d", "there is no encoder m2d; name a model bundle");
  }

  @Test
  void shouldRefuseClassWeightsThatAreNone() {
    assertRefused("--backbone random --class-weights 1,2", "a number for each class");
    assertRefused("--backbone random --class-weights 1,2,x", "a number for each class");
  }

  @Test
  void shouldNotLetEncodersOfARunHearThePatientsTheyKnow() throws IOException {
    // Given
    Path run = Files.createDirectories(folder.resolve("dense"));
    Files.write(run.resolve("folds.csv"), List.of("patient_id,fold", "100,0", "101,1"));

    // Then
    assertRefused(
        "--folds 2 --backbone " + run, "know the patients of all folds but their own; leave out");
    Path split = Files.write(folder.resolve("split.csv"), List.of("patient_id,subset"));
    assertRefused(
        "--split " + split + " --backbone " + run, "know the patients of all folds but their own");
  }

  private void assertRefused(String arguments, String message) {
    assertThatThrownBy(
            () ->
                run(
                    new ClassifyCommand(),
                    "--data %s --run %s %s".formatted(data, path("refused"), arguments)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private List<FileTime> embeddings() throws IOException {
    var times = new ArrayList<FileTime>();
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        times.add(Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  /** What it says is to be run next, without the name of the command. */
  private String next(String command) {
    String said = "Next: murmur " + command + " ";
    String last = err.toString().lines().reduce("", (earlier, later) -> later);
    assertThat(last).startsWith(said);
    return last.substring(said.length());
  }

  private void run(Object command, String arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    int status =
        CommandRun.execute(
            new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true)),
            arguments.strip().split("\\s+"));
    assertThat(status).isZero();
  }
}
