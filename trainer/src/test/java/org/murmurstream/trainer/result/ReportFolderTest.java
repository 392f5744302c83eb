package org.murmurstream.trainer.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.AgeGroup;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.MurmurDescription;
import org.murmurstream.core.Probabilities;

class ReportFolderTest {

  @TempDir private Path folder;

  @Test
  void shouldWriteAllButPicturesWhereTheyCannotBeDrawn() {
    // Given: what makes drawing fail stands for a machine without fonts
    Map<String, List<Double>> undrawable = Map.of("fold-0", List.of());

    // When
    Optional<String> complaint = new ReportFolder(folder).write(evaluation(), "data", undrawable);

    // Then
    assertThat(complaint).hasValueSatisfying(said -> assertThat(said).contains("fonts"));
    assertThat(folder.resolve("report.md")).exists();
    assertThat(folder.resolve("metrics.json")).exists();
    assertThat(folder.resolve("confusion.png")).doesNotExist();
  }

  @Test
  void shouldTellGroupsApart() {
    // When
    List<String> lines = ReportFolder.lines(evaluation());

    // Then: the one with the faint murmur was missed
    assertThat(row(lines, "systolic I/VI")).contains("1 / 0 / 0", "0 / 0 / 1", "0.000");
    assertThat(row(lines, "systolic III/VI")).contains("1 / 0 / 0", "1.000");
    assertThat(row(lines, "infant")).contains("1 / 0 / 1");
    assertThat(row(lines, "neonate")).contains("1 / 0 / 0");
    assertThat(row(lines, "PV")).contains("1 / 0 / 0");
    assertThat(row(lines, "W.acc")).contains("0.545"); // (5 + 1) / 11
    assertThat(lines).anyMatch(line -> line.contains("who are 2 subjects"));
    assertThat(String.join("\n", lines)).doesNotContain("secret");
  }

  @Test
  void shouldSayWhatEachSiteSaysAlone() {
    // When
    List<String> lines = ReportFolder.lines(evaluation());

    // Then
    int section = lines.indexOf("## What each site says alone");
    assertThat(lines.get(section + 4)).contains("MV", "2", "1.000");
  }

  @Test
  void shouldReportWithoutAnyFinding() throws Exception {
    // Given
    var unlabelled =
        new Evaluation(
            "model", Optional.empty(), Optional.empty(), evaluation().decisions(), List.of());

    // When
    new ReportFolder(folder).write(unlabelled, "data", Map.of());

    // Then
    assertThat(Files.readString(folder.resolve("report.md"))).contains("nothing to score");
    assertThat(Files.readString(folder.resolve("metrics.json"))).contains("\"withFinding\" : 0");
  }

  private static String row(List<String> lines, String name) {
    return lines.stream().filter(line -> line.startsWith("| " + name + " ")).findFirst().get();
  }

  /**
   * A loud murmur found, a faint one missed, and a healthy child who is the first one's twin id.
   */
  private static Evaluation evaluation() {
    List<EvaluatedPatient> patients =
        List.of(
            patient("secret1", MurmurClass.PRESENT, "III/VI", AgeGroup.INFANT, 0.9, Set.of()),
            patient(
                "secret2",
                MurmurClass.PRESENT,
                "I/VI",
                AgeGroup.NEONATE,
                0.2,
                Set.of(AuscultationSite.PV)),
            patient("secret3", MurmurClass.ABSENT, null, AgeGroup.INFANT, 0.1, Set.of()));
    return new Evaluation(
        "model",
        Optional.of("digest"),
        Optional.of(new DecisionRule(4.5, 6, 1, 0.1)),
        patients.stream().map(EvaluatedPatient::decision).toList(),
        patients);
  }

  private static EvaluatedPatient patient(
      String id,
      MurmurClass finding,
      String grade,
      AgeGroup age,
      double present,
      Set<AuscultationSite> recorded) {
    var probabilities = new Probabilities(present, 0, 1 - present);
    return new EvaluatedPatient(
        new PatientDecision(
            id,
            present > 0.5 ? MurmurClass.PRESENT : MurmurClass.ABSENT,
            probabilities,
            OptionalInt.empty(),
            grade == null || present > 0.5 ? Map.of(AuscultationSite.MV, probabilities) : Map.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of()),
        new Diagnosis(
            id,
            Optional.empty(),
            Optional.of(id.equals("secret2") ? id : "secret1"),
            finding,
            List.of(),
            grade == null ? Optional.empty() : Optional.of(AuscultationSite.MV),
            Optional.ofNullable(grade).map(ReportFolderTest::ofGrade),
            Optional.empty(),
            Optional.of(age)),
        recorded);
  }

  private static MurmurDescription ofGrade(String grade) {
    return new MurmurDescription(
        Optional.empty(), Optional.empty(), Optional.of(grade), Optional.empty(), Optional.empty());
  }
}
