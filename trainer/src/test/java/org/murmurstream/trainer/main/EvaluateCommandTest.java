package org.murmurstream.trainer.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.UserException;
import org.murmurstream.core.Verdict;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.circor.CircorWriter;
import org.murmurstream.data.wav.WavFile;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.result.DecisionTable;
import picocli.CommandLine;

/** {@code murmur evaluate}, as a user types it, on patients made of noise. */
class EvaluateCommandTest {

  private static final int HERTZ = 4000;
  private static final String TITLES = "patient_id,murmur,p_present,p_unknown,p_absent";
  private static final List<String> PATIENTS = List.of("9", "10", "1003");
  private static final List<MurmurClass> FINDINGS =
      List.of(MurmurClass.PRESENT, MurmurClass.UNKNOWN, MurmurClass.ABSENT);

  @TempDir private Path folder;
  private Path data;
  private Path predictions;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Patients with one recording of AV and two of MV. */
  private static final class Patients implements ExamSource {

    @Override
    public List<String> patientIds() {
      return PATIENTS;
    }

    @Override
    public ExamRecordings examine(String patientId, int visit) {
      int seed = Integer.parseInt(patientId);
      Diagnosis finding = Diagnosis.of(patientId, FINDINGS.get(PATIENTS.indexOf(patientId)));
      return new ExamRecordings(
          ExamRecordings.idOf(patientId, visit),
          patientId,
          List.of(
              recording(AuscultationSite.AV, 0, seed),
              recording(AuscultationSite.MV, 0, seed + 1),
              recording(AuscultationSite.MV, 1, seed + 2)),
          Optional.of(finding));
    }

    private static SiteRecording recording(AuscultationSite site, int index, int seed) {
      return new SiteRecording(site, index, audio(seed, 4), List.of());
    }
  }

  private static Pcm audio(int seed, int seconds) {
    var random = new Random(seed);
    var samples = new short[seconds * HERTZ];
    double level = 0;
    for (int i = 0; i < samples.length; i++) {
      double beat = i % 3200 < 400 ? 1 : 0.1;
      level = 0.8 * level + 800 * beat * random.nextGaussian();
      samples[i] = (short) Math.max(-32000, Math.min(32000, level));
    }
    return new Pcm(HERTZ, samples);
  }

  @BeforeEach
  void writePatients() throws IOException {
    data = folder.resolve("data");
    predictions = folder.resolve("predictions.csv");
    new CircorWriter(data).write(new Patients(), written -> {});
  }

  @Test
  void shouldDecideAsTheStreamApplicationDoes() throws IOException {
    // Given
    var bundle = UntrainedBundle.create(0);
    var expected = new ArrayList<Verdict>();
    try (var ear = bundle.open(TorchOptions.DEFAULT)) {
      for (String patientId : PATIENTS) {
        var exam = new Patients().examine(patientId, 1);
        List<Evidence> heard =
            exam.recordings().stream()
                .map(recording -> new SiteAudio(recording.site(), recording.audio()))
                .map(audio -> ear.listen(List.of(audio)).get(0))
                .toList();
        expected.add(
            ear.decide(
                List.of(
                    SiteEvidence.of(heard.subList(0, 1)), SiteEvidence.of(heard.subList(1, 3)))));
      }
    }

    // When
    int status = run("--data", data, "--predictions", predictions, "--json");

    // Then
    assertThat(status).isZero();
    List<String> lines = Files.readAllLines(predictions);
    assertThat(lines).hasSize(4).first().isEqualTo(TITLES + ",regression,reasons");
    for (int i = 0; i < PATIENTS.size(); i++) {
      String[] row = lines.get(i + 1).split(",", -1);
      Verdict verdict = expected.get(i);
      assertThat(row[0]).isEqualTo(PATIENTS.get(i));
      assertThat(row[1].toUpperCase(Locale.ROOT)).isEqualTo(verdict.murmur().name());
      assertThat(Double.parseDouble(row[2]))
          .isCloseTo(verdict.probabilities().present(), within(1e-6));
      assertThat(Double.parseDouble(row[3]))
          .isCloseTo(verdict.probabilities().unknown(), within(1e-6));
      assertThat(Double.parseDouble(row[4]))
          .isCloseTo(verdict.probabilities().absent(), within(1e-6));
    }
  }

  @Test
  void shouldPrintNothingButTheMeasuresAskedFor() {
    // When
    int status = run("--data-root", data, "--metrics", "wacc", "uar");

    // Then
    assertThat(status).isZero();
    String figure = " +[01]\\.\\d{3} \\[[01]\\.\\d{3}, [01]\\.\\d{3}\\]";
    assertThat(out.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("W\\.acc" + figure),
            line -> assertThat(line).matches("UAR" + figure));
  }

  @Test
  void shouldRefuseToPrintMeasuresAndJson() {
    // When
    int status = run("--data", data, "--metrics", "uar", "--json");

    // Then
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("--metrics");
  }

  @Test
  void shouldPrintOneLineOfJsonAndNothingElse() throws IOException {
    // When
    run("--data", data, "--json");

    // Then: a model that always says the same is right about one of three
    assertThat(out.toString().strip()).doesNotContain("\n").startsWith("{\"wacc\":");
    JsonNode json = json();
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("wacc", "uar", "recall", "confusion", "patients", "unheard", "bundle");
    assertThat(json.path("recall").fieldNames())
        .toIterable()
        .containsExactly("present", "unknown", "absent");
    assertThat(json.path("uar").doubleValue()).isEqualTo(1.0 / 3);
    assertThat(json.path("patients").intValue()).isEqualTo(3);
    assertThat(json.path("bundle").textValue())
        .isEqualTo(UntrainedBundle.create(0).identity().digest());
    assertThat(err.toString()).contains("UNTRAINED");
  }

  @Test
  void shouldPutDecisionsInRowsAndFindingsInColumns() throws IOException {
    // Given
    Path decisions =
        Files.write(
            folder.resolve("decisions.csv"),
            List.of(TITLES, "9,Absent,0,0,1", "10,Absent,0,0,1", "1003,Absent,0,0,1"));

    // When
    run("--data", data, "--json", "--decisions", decisions);

    // Then
    assertThat(json().path("confusion").toString()).isEqualTo("[[0,0,0],[0,0,0],[1,1,1]]");
    assertThat(json().path("wacc").doubleValue()).isEqualTo(1.0 / 9);
    assertThat(json().path("bundle").isNull()).isTrue();
  }

  @Test
  void shouldNotSeeFindingsNorMarks() throws IOException {
    // Given
    run("--data", data, "--json", "--predictions", predictions);
    String seeing = Files.readString(predictions);

    // When
    Files.delete(data.resolve("training_data.csv"));
    for (String patientId : PATIENTS) {
      delete(patientId + ".txt", patientId + "_AV.tsv", patientId + "_MV_1.tsv");
    }
    run("--data", data, "--json", "--predictions", predictions);

    // Then
    assertThat(Files.readString(predictions)).isEqualTo(seeing);
    assertThat(json().path("wacc").isNull()).isTrue();
    assertThat(json().path("uar").isNull()).isTrue();
    assertThat(json().path("recall").path("present").isNull()).isTrue();
    assertThat(json().path("patients").intValue()).isEqualTo(3);
    assertThat(err.toString()).contains("no scores", "3 of 3 patients have no finding");
  }

  @Test
  void shouldScoreOnlyPatientsWithAFinding() throws IOException {
    // Given
    Files.writeString(
        data.resolve("training_data.csv"), "Patient ID,Murmur\n9,Present\n10,nan\n1003,\n");

    // When
    run("--data", data, "--json");

    // Then
    assertThat(json().path("wacc").isNumber()).isTrue();
    assertThat(json().path("uar").isNull()).isTrue();
    assertThat(json().path("patients").intValue()).isEqualTo(3);
    assertThat(err.toString()).contains("2 of 3 patients have no finding and are in no score");
  }

  @Test
  void shouldCallUnknownWhoCannotBeHeard() throws IOException {
    // Given
    Files.write(data.resolve("training_data/9_AV.wav"), new byte[100]);
    delete("9_MV_1.wav", "9_MV_2.wav");
    WavFile.write(data.resolve("training_data/77_PV.wav"), audio(1, 1));
    Files.writeString(data.resolve("training_data/78.txt"), "78 0 4000\n");

    // When
    int status = run("--data", data, "--json", "--predictions", predictions);

    // Then
    assertThat(status).isEqualTo(1);
    assertThat(json().path("unheard").intValue()).isEqualTo(2);
    assertThat(Files.readAllLines(predictions))
        .hasSize(6)
        .contains(
            "9,Unknown,0.000000,1.000000,0.000000,,AV:MISSING_SITE MV:MISSING_SITE",
            "77,Unknown,0.000000,1.000000,0.000000,,PV:TOO_SHORT",
            "78,Unknown,0.000000,1.000000,0.000000,,AV:MISSING_SITE PV:MISSING_SITE"
                + " TV:MISSING_SITE MV:MISSING_SITE");
    assertThat(err.toString())
        .contains(
            "3 of 5 patients could not be heard and are called Unknown:"
                + " 1 missing and unreadable, 1 no recording, 1 too short",
            "4 recordings took no part: 2 missing, 1 too short, 1 unreadable",
            "9_AV.wav is not a RIFF/WAVE file",
            "9_MV_1.wav is listed and not there",
            "2 of 5 patients were NEVER HEARD");
  }

  @Test
  void shouldEndWellWhereUnheardPatientsAreAccepted() throws IOException {
    // Given
    Files.writeString(data.resolve("training_data/78.txt"), "78 0 4000\n");

    // When
    int status = run("--data", data, "--json", "--accept-unheard");

    // Then
    assertThat(status).isZero();
    assertThat(err.toString()).contains("1 of 4 patients were NEVER HEARD");
  }

  @Test
  void shouldShowOnlySomeOfManyUnreadableFiles() throws IOException {
    // Given
    for (int i = 20; i < 34; i++) {
      Files.write(data.resolve("training_data/" + i + "_AV.wav"), new byte[7]);
    }

    // When
    run("--data", data, "--json");

    // Then
    assertThat(err.toString().lines().filter(line -> line.contains("_AV.wav is not"))).hasSize(10);
    assertThat(err.toString()).contains("and 4 files more");
  }

  @Test
  void shouldScoreByFindingsInTextsAndPassOverItsOwnPredictions() throws IOException {
    // Given
    run("--data", data, "--json", "--threads", "1");
    String expected = out.toString();
    Path recordings = Files.move(data.resolve("training_data"), folder.resolve("rec"));

    // When
    for (int i = 0; i < 2; i++) {
      run("--data", recordings, "--json", "--predictions", folder.resolve("rec.csv"));
    }

    // Then
    assertThat(out.toString()).isEqualTo(expected);
    assertThat(err.toString())
        .contains(
            "rec.csv is no table of findings of these patients",
            "findings are those of the lines #Murmur in the texts of 3 patients");
  }

  @Test
  void shouldScoreNormalAndAbnormalHeartsByWhatIsKnownOfThem() throws IOException {
    // Given
    Path challenge = Files.createDirectories(folder.resolve("challenge/training-a")).getParent();
    WavFile.write(challenge.resolve("training-a/a0001.wav"), audio(1, 4));
    WavFile.write(challenge.resolve("training-a/a0002.wav"), audio(2, 4));
    WavFile.write(challenge.resolve("training-a/a0003.wav"), audio(3, 4));
    Files.writeString(challenge.resolve("training-a/REFERENCE.csv"), "a0001,1\r\na0002,-1\r\n");

    // When
    int status =
        run(
            "--data",
            challenge,
            "--layout",
            "physionet-2016",
            "--json",
            "--predictions",
            predictions);

    // Then
    assertThat(status).isZero();
    assertThat(json().has("wacc")).isFalse();
    int decided = 0;
    for (JsonNode row : json().path("confusion")) {
      decided += row.get(0).intValue() + row.get(1).intValue();
    }
    assertThat(decided).isEqualTo(2);
    assertThat(json().path("aurocAbnormal").isNumber()).isTrue();
    assertThat(err.toString()).contains("1 of 3 recordings are not in REFERENCE.csv");
    assertThat(Files.readAllLines(predictions)).hasSize(4);
  }

  @Test
  void shouldDecideOnWhatCanBeHeardOfAPatient() throws IOException {
    // Given
    Files.write(data.resolve("training_data/9_AV.wav"), new byte[100]);

    // When
    run("--data", data, "--json", "--predictions", predictions);

    // Then
    assertThat(Files.readAllLines(predictions).get(1)).doesNotContain("1.000000");
    assertThat(err.toString())
        .contains("1 recordings took no part: 1 unreadable")
        .doesNotContain("could not be heard");
  }

  @Test
  void shouldFindRecordingsWhereverTheyLie() throws IOException {
    // Given
    run("--data", data, "--json", "--predictions", predictions);
    String expected = Files.readString(predictions);
    String scores = out.toString();

    // When
    Files.move(data.resolve("training_data"), data.resolve("test_data"));
    Files.move(data.resolve("training_data.csv"), data.resolve("test_data.csv"));
    run("--data", data, "--json", "--predictions", predictions);

    // Then
    assertThat(Files.readString(predictions)).isEqualTo(expected);
    assertThat(out.toString()).isEqualTo(scores);

    // When
    run("--data", data.resolve("test_data"), "--json", "--predictions", predictions);

    // Then
    assertThat(Files.readString(predictions)).isEqualTo(expected);
    assertThat(out.toString()).isEqualTo(scores);
  }

  @Test
  void shouldTakeOneRecording() throws IOException {
    // When
    run("--data", data.resolve("training_data/9_AV.wav"), "--predictions", predictions);

    // Then
    assertThat(Files.readAllLines(predictions)).hasSize(2).last().asString().startsWith("9,");
    assertThat(out.toString()).contains("1 patients", "Present 1, Unknown 0, Absent 0");
    assertThatThrownBy(() -> run("--data", data.resolve("training_data.csv")))
        .isInstanceOf(UserException.class);

    // Given
    Path nameless = folder.resolve("sound.wav");
    WavFile.write(nameless, audio(1, 4));

    // Then
    assertThatThrownBy(() -> run("--data", nameless))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("sound.wav tells neither patient nor site");
  }

  @Test
  void shouldTakeTheTestSubsetOfASplit() throws IOException {
    // Given
    Path split =
        Files.writeString(
            folder.resolve("split.csv"),
            "patient_id,subset\n9,train\n10,test\n1003,validation\n5000,test\n");

    // When
    run("--data", data, "--split", split, "--json", "--predictions", predictions);

    // Then
    assertThat(Files.readAllLines(predictions).stream().map(line -> line.split(",", 2)[0]))
        .containsExactly("patient_id", "10", "5000");
    assertThat(err.toString()).contains("subset test of", "2 patients, 1 of them without files");

    // When
    run("--data", data, "--split", split, "--subset", "train", "--predictions", predictions);

    // Then
    assertThat(Files.readAllLines(predictions)).hasSize(2);

    // Then
    assertThatThrownBy(() -> run("--data", data, "--split", split, "--subset", "tset"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("no subset tset", "test, train, validation");
  }

  @Test
  void shouldComeToTheSameWithAnyNumberOfThreads() throws IOException {
    // Given
    run("--data", data, "--threads", "1", "--predictions", predictions);
    String alone = Files.readString(predictions) + out;

    // When
    run("--data", data, "--threads", "3", "--predictions", predictions);

    // Then
    assertThat(Files.readString(predictions) + out).isEqualTo(alone);
  }

  @Test
  void shouldComeToTheSameFromACache() throws IOException {
    // Given
    Path cache = folder.resolve("cache");
    run("--data", data, "--json", "--predictions", predictions);
    String heard = Files.readString(predictions) + out;

    // When
    run("--data", data, "--json", "--predictions", predictions, "--cache", cache);
    String first = Files.readString(predictions) + out;
    run("--data", data, "--json", "--predictions", predictions, "--cache", cache);

    // Then
    assertThat(cache).isDirectoryContaining("glob:**.json");
    assertThat(first).isEqualTo(heard);
    assertThat(Files.readString(predictions) + out).isEqualTo(heard);
  }

  @Test
  void shouldReportTablesAndIntervals() {
    // When
    run("--data", data);

    // Then
    assertThat(out.toString())
        .contains("untrained", "3 patients", "W.acc", "AUROC Present")
        .contains("decided \\ found", "Age group", "Grade of the murmur", "Calibration");
  }

  @Test
  void shouldWriteAReportWithPictures() throws IOException {
    // Given
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(
        Files.createDirectory(run.resolve("fold-0")).resolve("epochs.csv"),
        "epoch,loss\n1,4.5\n2,3.5\n");
    Path decisions =
        Files.write(
            run.resolve("decisions.csv"),
            List.of(
                "patient_id,fold,finding,murmur,p_present,p_unknown,p_absent",
                "9,0,PRESENT,PRESENT,0.7,0.2,0.1",
                "10,1,UNKNOWN,PRESENT,0.6,0.3,0.1",
                "1003,0,ABSENT,ABSENT,0.1,0.2,0.7"));
    Path report = folder.resolve("report");

    // When
    run("--data", data, "--decisions", decisions, "--report", report);

    // Then
    JsonNode metrics = new ObjectMapper().readTree(report.resolve("metrics.json").toFile());
    assertThat(metrics.path("scores").path("W.acc").path("estimate").doubleValue())
        .isEqualTo(6.0 / 9);
    assertThat(metrics.path("groups").path("Fold in which the patient was held out")).hasSize(2);
    assertThat(Files.readString(report.resolve("report.md")).strip())
        .isEqualTo(out.toString().strip());
    for (String name : List.of("confusion", "roc", "precision-recall", "reliability", "training")) {
      BufferedImage picture = ImageIO.read(report.resolve(name + ".png").toFile());
      assertThat(picture.getWidth()).isEqualTo(2 * 720);
    }
  }

  @Test
  void shouldNameInAFileWhoCouldNotBeHeard() throws IOException {
    // Given
    Files.write(data.resolve("training_data/9_MV_2.wav"), new byte[100]);
    Files.writeString(data.resolve("training_data/78.txt"), "78 0 4000\n");
    Path report = folder.resolve("report");

    // When
    run("--data", data, "--report", report);

    // Then
    assertThat(Files.readAllLines(report.resolve("failures.csv")))
        .containsExactly(
            "patient_id,site,recording,reason,detail",
            "9,MV,1,unreadable,is not a RIFF/WAVE file",
            "78,,,no recording,");
    assertThat(out.toString())
        .contains("**1 of 4 patients were never heard", "Of the 3 heard alone, W.acc is");
  }

  @Test
  void shouldReportReasonsAndTheRuleThatDecided() {
    // When
    run("--data", data);

    // Then
    assertThat(out.toString())
        .contains("highest probability times weight: Present x 1, Unknown x 1, Absent x 1")
        .containsPattern("\\| UNTRAINED_MODEL +\\| 3 ");
  }

  @Test
  void shouldReportReasonsOfDecisionsMadeBefore() throws IOException {
    // Given
    Path decisions =
        Files.write(
            folder.resolve("decisions.csv"),
            List.of(
                TITLES + ",regression,reasons",
                "9,Unknown,0,0.1,0.9,flagged,UNFAMILIAR_SOUND(bandLo=1.6[-0.14..1.01]) ABSENT_DOUBTED",
                "10,Unknown,0,0.2,0.8,flagged,UNFAMILIAR_SOUND(bandLo=1.2[-0.14..1.01]) ABSENT_DOUBTED",
                "1003,Absent,0,0,1,clean,AV:POOR_SIGNAL"));
    Path report = folder.resolve("report");

    // When
    run("--data", data, "--decisions", decisions, "--predictions", predictions, "--report", report);

    // Then
    assertThat(err.toString()).contains("of 3 patients: 2 UNFAMILIAR_SOUND, 2 ABSENT_DOUBTED");
    assertThat(out.toString())
        .containsPattern("\\| UNFAMILIAR_SOUND \\| 2 +\\| 0 / 2 / 0 ")
        .containsPattern("\\| POOR_SIGNAL +\\| 1 +\\| 0 / 0 / 1 ")
        .containsPattern("\\| flagged +\\| 2 ")
        .containsPattern("bandLo +\\| -0.14 to 1.01 \\| 2 +\\| 1.200 \\| 1.600 ");
    JsonNode metrics = new ObjectMapper().readTree(report.resolve("metrics.json").toFile());
    assertThat(metrics.path("reasons").path("ABSENT_DOUBTED").intValue()).isEqualTo(2);
    assertThat(metrics.path("regressions").path("clean").intValue()).isEqualTo(1);
    assertThat(DecisionTable.read(predictions)).isEqualTo(DecisionTable.read(decisions));
  }

  @Test
  void shouldRefuseFindingsItDoesNotUnderstand() throws IOException {
    // Given
    Files.writeString(data.resolve("training_data.csv"), "Patient ID,Murmur\n9,Perhaps\n");

    // Then
    assertThatThrownBy(() -> run("--data", data))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("neither Present, Unknown nor Absent");
  }

  @Test
  void shouldPrintWhatBecomesOfVerdictsUnderStress() throws IOException {
    // When
    int status =
        run(
            "--data",
            data,
            "--json",
            "--stress",
            "--circumstances",
            "half_level,RATE_8000HZ",
            "--devices",
            1,
            "--most-healthy",
            0,
            "--report",
            folder.resolve("report"));

    // Then
    assertThat(status).isZero();
    assertThat(json().path("patients").intValue()).isEqualTo(2);
    assertThat(json().path("circumstances").fieldNames())
        .toIterable()
        .containsExactly("half_level", "rate_8000hz");
    assertThat(json().path("devices").path("wacc").isNumber()).isTrue();
    assertThat(folder.resolve("report/stress.md"))
        .content()
        .contains("2 patients", "| half_level ", "through devices");
    assertThat(folder.resolve("report/stress.json")).hasContent(out.toString().strip());
    assertThat(folder.resolve("report/stress.png")).exists();
  }

  @Test
  void shouldRefuseWhatContradictsItself() {
    assertThat(run("--data", data, "--run", "a", "--bundle", "b")).isEqualTo(2);
    assertThat(run("--data", data, "--circumstances", "room")).isEqualTo(2);
    assertThat(run("--data", data, "--stress", "--circumstances", "moon")).isEqualTo(2);
    assertThat(run("--data", data, "--most-healthy", 3)).isEqualTo(2);
    assertThat(run("--data", data, "--stress", "--predictions", predictions)).isEqualTo(2);
    assertThat(run("--data", data, "--subset", "test")).isEqualTo(2);
    assertThat(run("--data", data, "--decisions", "a.csv", "--bundle", "b")).isEqualTo(2);
    assertThat(run("--data", data, "--decisions", "a.csv", "--cache", "c")).isEqualTo(2);
    assertThat(run("--data", data, "--decisions", "a.csv", "--policy", "strict")).isEqualTo(2);
  }

  private void delete(String... names) throws IOException {
    for (String name : names) {
      Files.delete(data.resolve("training_data").resolve(name));
    }
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  /** Forgets what was said before; user errors come through. */
  private int run(Object... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    return CommandRun.execute(
        new CommandLine(new EvaluateCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true)),
        words);
  }
}
