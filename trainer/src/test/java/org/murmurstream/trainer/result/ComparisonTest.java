package org.murmurstream.trainer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.UserException;
import org.murmurstream.data.CsvRows;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.trainer.result.Comparison.FoldPolicy;

/** Of runs that decide on four patients without a murmur, each another person. */
class ComparisonTest {

  @TempDir private Path folder;

  @Test
  void shouldTellMeanAndSampleDeviationOverRuns() throws IOException {
    // Given: of four decisions two, three and four are right
    var comparison =
        new Comparison(List.of(run("a", 2), run("b", 3), run("c", 4)), FoldPolicy.SAME);

    // When
    List<CsvRows.Row> rows = rows(comparison);

    // Then
    assertThat(value(rows, "run", "a")).isEqualTo(0.5);
    assertThat(value(rows, "run", "c")).isEqualTo(1);
    assertThat(value(rows, "mean", "")).isEqualTo(0.75);
    assertThat(value(rows, "deviation", "")).isEqualTo(0.25);
  }

  @Test
  void shouldDrawTheSamePersonsForBothRunsOfADifference() throws IOException {
    // Given: one decision differs, so that no draw can differ by less than nothing
    var comparison = new Comparison(List.of(run("a", 3), run("b", 4)), FoldPolicy.SAME);

    // When
    CsvRows.Row difference = row(rows(comparison), "difference", "b");

    // Then: of draws that hold the one k times of four, k = 0 and 3 bound 95 %
    assertThat(difference.number("value")).isEqualTo(0.25);
    assertThat(difference.number("low")).isZero();
    assertThat(difference.number("high")).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void shouldSayTheSameToPeople() {
    // When
    List<String> lines =
        new Comparison(List.of(run("a", 3), run("b", 4)), FoldPolicy.SAME).markdown();

    // Then
    assertThat(lines)
        .contains("4 patients, who are 4 subjects, held out in the same 2 folds by 2 runs.")
        .anyMatch(line -> line.matches("\\| recall Absent .*0\\.750 \\[.*0\\.875 ± 0\\.177 +\\|"))
        .anyMatch(
            line -> line.matches("\\| recall Absent .*\\+0\\.250 \\[\\+0\\.000, \\+0\\.750\\] \\|"))
        .noneMatch(line -> line.contains("secret"));
  }

  @Test
  void shouldCompareRunsOfOtherFoldsOnlyWhenAskedTo() {
    // Given
    List<Comparison.Run> runs = List.of(run("a", 3), run("b", 4, 1));

    // When // Then
    assertThatThrownBy(() -> new Comparison(runs, FoldPolicy.SAME))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("4 of 4 patients")
        .hasMessageContaining("--other-folds");
    assertThat(new Comparison(runs, FoldPolicy.ANY).markdown())
        .contains("4 patients, who are 4 subjects, held out in folds of each run's own by 2 runs.")
        .anyMatch(line -> line.matches("\\| recall Absent .*\\+0\\.250 .*"));
  }

  private static Comparison.Run run(String name, int right) {
    return run(name, right, 0);
  }

  private static Comparison.Run run(String name, int right, int firstFold) {
    var patients = new ArrayList<ScoredPatient>();
    for (int i = 0; i < 4; i++) {
      double absent = i < right ? 0.9 : 0.1;
      patients.add(
          ScoredPatient.heldOut(
              new LabelledPatient("secret" + i, "secret" + i, MurmurClass.ABSENT),
              (i + firstFold) % 2,
              new Probabilities(1 - absent, 0, absent)));
    }
    return new Comparison.Run(name, patients);
  }

  private List<CsvRows.Row> rows(Comparison comparison) throws IOException {
    return CsvRows.read(Files.write(folder.resolve("comparison.csv"), comparison.csv()));
  }

  private static CsvRows.Row row(List<CsvRows.Row> rows, String kind, String run) {
    return rows.stream()
        .filter(row -> row.get("kind").equals(kind))
        .filter(row -> row.find("run").orElse("").equals(run))
        .filter(row -> row.get("score").equals(Measure.RECALL_ABSENT.title()))
        .findFirst()
        .orElseThrow();
  }

  private static double value(List<CsvRows.Row> rows, String kind, String run) {
    return row(rows, kind, run).number("value");
  }
}
