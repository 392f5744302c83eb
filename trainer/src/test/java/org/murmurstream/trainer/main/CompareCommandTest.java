package org.murmurstream.trainer.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import org.murmurstream.data.CsvRows;
import picocli.CommandLine;

/** {@code murmur compare}, as a user types it. */
class CompareCommandTest {

  private static final String TITLES =
      "patient_id,fold,finding,murmur,p_present,p_unknown,p_absent";
  private static final List<String> DECISIONS =
      List.of(
          TITLES,
          "11,0,PRESENT,PRESENT,0.8,0.1,0.1",
          "12,1,PRESENT,ABSENT,0.2,0.1,0.7",
          "21,0,UNKNOWN,UNKNOWN,0.1,0.8,0.1",
          "31,0,ABSENT,ABSENT,0.1,0.1,0.8",
          "32,1,ABSENT,PRESENT,0.7,0.1,0.2");

  @TempDir private Path folder;
  private Path first;
  private Path second;
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void writeFindingsAndRuns() throws IOException {
    Path patients = Files.createDirectory(folder.resolve("patients"));
    for (String patientId : List.of("11", "12", "21", "31", "32")) {
      Files.writeString(patients.resolve(patientId + ".txt"), patientId + " 0 4000\n");
    }
    Files.write(
        folder.resolve("training_data.csv"),
        List.of(
            "Patient ID,Murmur,Additional ID",
            "11,Present,12",
            "12,Present,11",
            "21,Unknown,nan",
            "31,Absent,nan",
            "32,Absent,nan"));
    first = run("first", DECISIONS);
    second = run("second", changed("32,1,ABSENT,PRESENT", "32,1,ABSENT,ABSENT"));
  }

  @Test
  void shouldTellMeanDeviationAndDifference() throws IOException {
    // When
    compare("--run", first, "--run", second, "--report", folder.resolve("report"));

    // Then: a patient without a murmur weighs 1 of 15
    assertThat(out.toString())
        .contains("5 patients, who are 4 subjects, held out in the same 2 folds by 2 runs");
    assertThat(folder.resolve("report/comparison.md")).hasContent(out.toString());
    assertThat(value("mean", "", "W.acc")).isEqualTo(0.633333);
    assertThat(value("deviation", "", "W.acc")).isEqualTo(0.047140);
    assertThat(value("mean", "", "recall Absent")).isEqualTo(0.75);
    assertThat(value("deviation", "", "recall Absent")).isEqualTo(0.353553);
    assertThat(value("run", first.toString(), "W.acc")).isEqualTo(0.6);
    assertThat(value("difference", second.toString(), "W.acc")).isEqualTo(0.066667);
  }

  @Test
  void shouldFindNoDifferenceBetweenEqualDecisions() throws IOException {
    // Given
    Path same = run("same", DECISIONS);

    // When
    compare("--run", first, "--run", same, "--report", folder.resolve("report"));

    // Then: nothing of what makes the figures themselves uncertain is in a paired difference
    assertThat(rows())
        .filteredOn(row -> row.get("kind").equals("difference"))
        .hasSize(8)
        .allMatch(
            row -> Stream.of("value", "low", "high").allMatch(title -> row.number(title) == 0));
  }

  @Test
  void shouldCompareATrainingThatDecidesByItselfWithOneThatIsDecidedOn() throws IOException {
    // Given: a run of several seeds as 'murmur classify' used to write it
    Path sites = Files.createDirectory(folder.resolve("sites"));
    Files.write(
        sites.resolve("predictions.csv"),
        List.of(
            "patient_id,fold,label,p_present,p_unknown,p_absent,murmur",
            "11,0,PRESENT,0.8,0.1,0.1,PRESENT",
            "12,1,PRESENT,0.8,0.1,0.1,PRESENT",
            "21,0,UNKNOWN,0.1,0.8,0.1,UNKNOWN",
            "31,0,ABSENT,0.1,0.1,0.8,ABSENT",
            "32,1,ABSENT,0.1,0.1,0.8,ABSENT"));

    // When
    compare("--run", first, "--run", sites, "--report", folder.resolve("report"));

    // Then
    assertThat(value("run", sites.toString(), "W.acc")).isEqualTo(1);
    assertThat(value("difference", sites.toString(), "W.acc")).isEqualTo(0.4);
  }

  @Test
  void shouldCompareTheSeedsOfARunThatIsGivenAlone() throws IOException {
    // Given
    Files.createDirectory(folder.resolve("sites"));
    Path two = run("sites/seed-2", DECISIONS);
    Path one = run("sites/seed-1", changed("32,1,ABSENT,PRESENT", "32,1,ABSENT,ABSENT"));

    // When
    compare("--run", folder.resolve("sites"), "--report", folder.resolve("report"));

    // Then: the first is that of the first name
    assertThat(value("run", one.toString(), "W.acc")).isEqualTo(0.666667);
    assertThat(value("difference", two.toString(), "W.acc")).isEqualTo(-0.066667);
  }

  @Test
  void shouldRefuseRunsOfOtherFolds() throws IOException {
    // Given
    Path other = run("other", changed("31,0,", "31,1,"));

    // Then
    assertThatThrownBy(() -> compare("--run", first, "--run", other))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("other folds", "1 of 5 patients", "--folds-file");
  }

  @Test
  void shouldRefuseRunsOfOtherPatients() throws IOException {
    // Given
    Path other = run("other", DECISIONS.subList(0, 5));

    // Then
    assertThatThrownBy(() -> compare("--run", first, "--run", other))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("other patients", "1 are in one of them only");
  }

  @Test
  void shouldRefuseDecisionsThatWereNotHeldOut() throws IOException {
    // Given
    Path other =
        run("other", List.of("patient_id,murmur,p_present,p_unknown,p_absent", "11,Present,1,0,0"));

    // Then
    assertThatThrownBy(() -> compare("--run", first, "--run", other))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("does not say in which fold");
  }

  @Test
  void shouldRefuseARunThatIsNotDecided() {
    // Then
    assertThatThrownBy(() -> compare("--run", first, "--run", folder.resolve("nothing")))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "decisions.csv", "murmur decide", "predictions.csv", "murmur classify");
  }

  @Test
  void shouldRefuseAPatientWithoutFinding() throws IOException {
    // Given
    Files.writeString(folder.resolve("training_data.csv"), "Patient ID,Murmur\n11,Present\n");

    // Then
    assertThatThrownBy(() -> compare("--run", first, "--run", second))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("4 patients");
  }

  @Test
  void shouldRefuseToCompareARunWithItself() {
    // Then
    assertThat(compare("--run", first)).isEqualTo(2);
    assertThat(compare("--run", first, "--run", first)).isEqualTo(2);
  }

  private List<CsvRows.Row> rows() {
    return CsvRows.read(folder.resolve("report/comparison.csv"));
  }

  private double value(String kind, String run, String score) {
    return rows().stream()
        .filter(row -> row.get("kind").equals(kind))
        .filter(row -> row.find("run").orElse("").equals(run))
        .filter(row -> row.get("score").equals(score))
        .findFirst()
        .orElseThrow()
        .number("value");
  }

  private Path run(String name, List<String> decisions) throws IOException {
    Path run = Files.createDirectory(folder.resolve(name));
    Files.write(run.resolve("decisions.csv"), decisions);
    return run;
  }

  private static List<String> changed(String from, String to) {
    return DECISIONS.stream().map(line -> line.replace(from, to)).toList();
  }

  /** User errors come through. */
  private int compare(Object... arguments) {
    var words = new String[arguments.length + 2];
    words[0] = "--data";
    words[1] = folder.toString();
    for (int i = 0; i < arguments.length; i++) {
      words[i + 2] = arguments[i].toString();
    }
    return CommandRun.execute(
        new CommandLine(new CompareCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(new StringWriter())),
        words);
  }
}
