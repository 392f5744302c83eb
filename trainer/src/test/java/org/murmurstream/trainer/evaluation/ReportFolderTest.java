package org.murmurstream.trainer.evaluation;

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
import org.murmurstream.model.AuscultationSite;
import org.murmurstream.model.MurmurClass;
import org.murmurstream.model.Probabilities;
import org.murmurstream.schemas.AgeGroup;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.MurmurDescription;
import org.murmurstream.schemas.Site;

class ReportFolderTest {

  @TempDir private Path folder;

  @Test
  void shouldWriteAllButPicturesWhereTheyCannotBeDrawn() {
    // Given: what makes drawing fail stands for a machine without fonts
    Map<String, List<Double>> undrawable = Map.of("fold-0", List.of());

    // When
    Optional<String> complaint =
        new ReportFolder(folder).write(evaluation(), List.of(), undrawable);

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
            "model", Optional.empty(), evaluation().decisions(), Evaluation.Faults.NONE, List.of());

    // When
    new ReportFolder(folder).write(unlabelled, List.of(), Map.of());

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
    List<ScoredPatient> patients =
        List.of(
            patient("secret1", Murmur.PRESENT, "III/VI", AgeGroup.INFANT, 0.9, Set.of()),
            patient(
                "secret2",
                Murmur.PRESENT,
                "I/VI",
                AgeGroup.NEONATE,
                0.2,
                Set.of(AuscultationSite.PV)),
            patient("secret3", Murmur.ABSENT, null, AgeGroup.INFANT, 0.1, Set.of()));
    return new Evaluation(
        "model",
        Optional.of("digest"),
        patients.stream().map(ScoredPatient::decision).toList(),
        Evaluation.Faults.NONE,
        patients);
  }

  private static ScoredPatient patient(
      String id,
      Murmur finding,
      String grade,
      AgeGroup age,
      double present,
      Set<AuscultationSite> recorded) {
    var probabilities = new Probabilities(present, 0, 1 - present);
    return new ScoredPatient(
        new Decision(
            id,
            present > 0.5 ? MurmurClass.PRESENT : MurmurClass.ABSENT,
            probabilities,
            OptionalInt.empty(),
            grade == null || present > 0.5 ? Map.of(AuscultationSite.MV, probabilities) : Map.of()),
        Diagnosis.newBuilder()
            .setPatientId(id)
            .setSubjectId(id.equals("secret2") ? id : "secret1")
            .setMurmur(finding)
            .setAgeGroup(age)
            .setMostAudibleSite(grade == null ? null : Site.MV)
            .setSystolic(
                grade == null ? null : MurmurDescription.newBuilder().setGrading(grade).build())
            .build(),
        recorded);
  }
}
