package org.murmurstream.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.benchmarks.result.StageRun.Extra;

class BenchReportTest {

  private static final int EXAMS = 10;
  private static final long BYTES = 20_000_000;

  @TempDir private Path folder;

  @Test
  void shouldDivideStagesOfTheSameRound() {
    // Given: each round on a machine twice as slow as in the one before
    var report =
        new BenchReport(
            List.of("a machine"),
            List.of(
                Map.of(BenchStage.EVALUATE, run(10, 20), BenchStage.PIPELINE, run(12, 24)),
                Map.of(BenchStage.EVALUATE, run(20, 40), BenchStage.PIPELINE, run(25, 42)),
                Map.of(BenchStage.EVALUATE, run(40, 80), BenchStage.PIPELINE, run(40, 84))));

    // Then
    assertSpread(report, "R1", 0.8, 10 / 12.0, 1);
    assertSpread(report, "CPU", 1.05, 1.05, 1.2);
  }

  @Test
  void shouldCompareRatesOfBytes() {
    // Given: twice the bytes in four times the time
    var report =
        report(
            Map.of(
                BenchStage.COPY,
                run(2, 1),
                BenchStage.FREE,
                new StageRun(9, 8, new CpuTime(1, 0), EXAMS, 2 * BYTES, Map.of(), List.of())));

    // Then
    assertSpread(report, "R3", 0.5, 0.5, 0.5);
    assertThat(report.holds()).isTrue();
  }

  @Test
  void shouldCountBytesByBytesOfTheExams() {
    // Given
    Map<Extra, Double> extras =
        Map.of(
            Extra.ALLOCATED_BYTES, 2.5 * BYTES,
            Extra.CHANGELOG_BYTES, 1.4 * BYTES,
            Extra.BUSY_SHARE, 0.93);
    var run = new StageRun(1, 1, CpuTime.NONE, EXAMS, BYTES, extras, List.of());

    // When
    var report = report(Map.of(BenchStage.FREE, run, BenchStage.PIPELINE, run));

    // Then
    assertSpread(report, "R12 heap", 2.5, 2.5, 2.5);
    assertSpread(report, "R12 changelog", 1.4, 1.4, 1.4);
    assertSpread(report, "R6", 0.93, 0.93, 0.93);
    assertThat(report.holds()).isFalse();
  }

  @Test
  void shouldCompareTheMiddleAndTheTailOfLatencies() {
    // Given
    var report =
        report(
            Map.of(
                BenchStage.FREE_LATENCY, latencies(0.2, 0.1, 0.3),
                BenchStage.LATENCY, latencies(0.3, 0.3, 0.9)));

    // Then
    assertSpread(report, "R5", 1.5, 1.5, 1.5);
    assertSpread(report, "R5 tail", 2.96, 2.96, 2.96);
  }

  @Test
  void shouldScaleInstancesByTheirNumber() {
    // Given: two take 6 s for what one takes 10 s
    var report =
        report(Map.of(BenchStage.ONE_INSTANCE, run(10, 1), BenchStage.TWO_INSTANCES, run(6, 1)));

    // Then
    assertSpread(report, "R10, 2", 10 / 12.0, 10 / 12.0, 10 / 12.0);
  }

  @Test
  void shouldLeaveOutRatiosOfWhatWasNotMeasured() {
    assertThat(report(Map.of(BenchStage.CONSUME, run(1, 1))).ratios()).isEmpty();
  }

  @Test
  void shouldPrintMarkdownThatCanBeReadAsItIs() {
    // Given
    var report =
        report(Map.of(BenchStage.EVALUATE, run(10, 20), BenchStage.PIPELINE, run(12.5, 21)));

    // When
    List<String> lines = report.lines();

    // Then
    assertThat(lines).startsWith("a machine", "");
    assertThat(lines)
        .anyMatch(
            line ->
                line.matches(
                    "\\| pipeline, the model +\\| +3\\.00 \\| 12\\.5 \\(12\\.5-12\\.5\\) \\| +0\\.80"
                        + " \\| 1\\.60 \\| +21\\.0 \\| +2100 \\| +5\\.00 \\|"))
        .anyMatch(
            line ->
                line.matches(
                    "\\| R1 +\\| pipeline over evaluate, .* \\| >= 0\\.90 \\| 0\\.80 \\| +0\\.80 \\|"
                        + " 0\\.80 \\| NO +\\|"));
    assertThat(lines).allMatch(line -> line.length() <= 120);
  }

  @Test
  void shouldWriteFilesForPeopleAndPrograms() throws IOException {
    // Given
    var report = report(Map.of(BenchStage.EVALUATE, run(10, 20), BenchStage.PIPELINE, run(10, 21)));

    // When
    new BenchFolder(folder).write(report);

    // Then
    JsonNode json = new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
    assertThat(json.at("/holds").asBoolean()).isTrue();
    assertThat(json.at("/ratios/0/id").asText()).isEqualTo("R1");
    assertThat(json.at("/ratios/0/median").asDouble()).isEqualTo(1);
    assertThat(json.at("/rounds/0/PIPELINE/wallSeconds").asDouble()).isEqualTo(10);
    assertThat(folder.resolve("bench.md")).content().contains("* a machine", "bench.png");
    assertThat(folder.resolve("bench.png")).isNotEmptyFile();
  }

  @Test
  void shouldTellHowFarAValueKeepsToItsBound() {
    assertThat(Bound.atLeast(0.9).holds(0.9)).isTrue();
    assertThat(Bound.atLeast(0.9).holds(0.89)).isFalse();
    assertThat(Bound.atLeast(0.5).margin(1)).isEqualTo(2);
    assertThat(Bound.atMost(2).holds(2.1)).isFalse();
    assertThat(Bound.atMost(3).margin(1.5)).isEqualTo(2);
  }

  private static void assertSpread(
      BenchReport report, String id, double min, double median, double max) {
    RoundSpread spread =
        report.ratios().stream()
            .filter(one -> one.ratio().id().equals(id))
            .findFirst()
            .orElseThrow()
            .spread();
    assertThat(spread.min()).as("min").isCloseTo(min, within(1e-9));
    assertThat(spread.median()).as("median").isCloseTo(median, within(1e-9));
    assertThat(spread.max()).as("max").isCloseTo(max, within(1e-9));
  }

  private static BenchReport report(Map<BenchStage, StageRun> round) {
    return new BenchReport(List.of("a machine"), List.of(round));
  }

  private static StageRun run(double wallSeconds, double cpuSeconds) {
    return new StageRun(
        3, wallSeconds, new CpuTime(cpuSeconds, 5), EXAMS, BYTES, Map.of(), List.of());
  }

  private static StageRun latencies(Double... seconds) {
    return new StageRun(3, 10, CpuTime.NONE, seconds.length, BYTES, Map.of(), List.of(seconds));
  }
}
