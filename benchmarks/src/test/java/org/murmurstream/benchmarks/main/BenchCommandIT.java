package org.murmurstream.benchmarks.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.console.Program;
import picocli.CommandLine;

class BenchCommandIT {

  /** The figures do not matter here. */
  private static final List<String> QUICK_TO_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  @Test
  void shouldMeasureEveryStageOfTheFreeModel() throws IOException {
    // Given
    Path json = directory.resolve("bench.json");
    Path work = directory.resolve("work");

    // When
    int status =
        new CommandLine(new BenchCommand(QUICK_TO_START))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(
                "--bundle=stub", "--exams=2", "--rounds=1", "--work=" + work, "--json=" + json);

    // Then
    assertThat(status).as(err.toString()).isZero();
    JsonNode round = new ObjectMapper().readTree(json.toFile()).at("/rounds/0");
    assertThat(round).hasSize(6);
    assertThat(round)
        .allSatisfy(run -> assertThat(run.at("/wallSeconds").asDouble()).isPositive())
        .allSatisfy(run -> assertThat(run.at("/bytes").asLong()).isPositive());
    assertThat(round.at("/FREE/exams").asInt()).isEqualTo(2);
    assertThat(round.at("/FREE/extras/CHANGELOG_BYTES").asDouble()).isPositive();
    assertThat(round.at("/FREE_LATENCY/latencies")).hasSize(2);
    assertThat(out.toString()).contains("| R3 ", "| R9 ", "pipeline, free model");
    assertThat(err.toString()).contains("6 of 6");
    assertThat(work).doesNotExist();
  }

  @Test
  void shouldRefuseADirectoryThatIsInUse() {
    // When
    int status = bench("--bundle", "stub", "--work", directory.toString());

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("is there already").contains("--work");
  }

  @Test
  void shouldRefuseNumbersThatMakeNoSense() {
    assertThat(bench("--exams", "0")).isEqualTo(2);
    assertThat(bench("--instances", "4")).isEqualTo(2);
    assertThat(err.toString()).contains("--exams must be 1 to", "--instances must be 1 to 3");
  }

  private int bench(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "bench";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Program.commandLine(BenchProgram.class)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
