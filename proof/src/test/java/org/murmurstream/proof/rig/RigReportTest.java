package org.murmurstream.proof.rig;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RigReportTest {

  private static final RowReport HELD = row("1-killed", List.of(), "");
  private static final RowReport BROKEN = row("5-cut", List.of("LOST  exam 3: no answer"), "");
  private static final RowReport SKIPPED = row("14-full", List.of(), "only root may mount");

  @TempDir private Path directory;

  @Test
  void shouldHoldOnlyWhenEveryRowDoes() {
    // Then
    assertThat(report(HELD, SKIPPED).held()).isTrue();
    assertThat(report(HELD, BROKEN).held()).isFalse();
  }

  @Test
  void shouldSayWhatWasFiredWhatCameOfItAndWhyNot() throws Exception {
    // When
    report(HELD, BROKEN, SKIPPED).write(directory);

    // Then
    assertThat(Files.readString(directory.resolve("faults-report.md")))
        .contains("--seed 7", "3 scenarios of 2 rows", "not all of them held")
        .contains(
            "| 1-killed | 2 kill -9 | 10 | 200 | 11 | 1 | 0 / 0 / 0 / 0 / 0 | 2.0 / 9.0 / 9.0 |")
        .contains("* LOST  exam 3: no answer", "Not played: only root may mount");
    JsonNode json = new ObjectMapper().readTree(directory.resolve("faults-report.json").toFile());
    assertThat(json.at("/seed").asLong()).isEqualTo(7);
    assertThat(json.at("/rows/0/faults/kill -9").asInt()).isEqualTo(2);
    assertThat(json.at("/rows/1/failures/0").asText()).startsWith("LOST");
  }

  @Test
  void shouldTakeQuantilesOfRecoveryFromTheFaultsThemselves() {
    // When
    Recovery recovery =
        Recovery.of(List.of(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMillis(2500)));

    // Then
    assertThat(recovery).isEqualTo(new Recovery(3, 2.5, 3, 3));
    assertThat(Recovery.of(List.of())).isEqualTo(new Recovery(0, 0, 0, 0));
  }

  private static RigReport report(RowReport... rows) {
    return new RigReport("--scenarios long", 7, "1.0", "a machine", List.of(rows));
  }

  private static RowReport row(String name, List<String> failures, String skipped) {
    int row = Integer.parseInt(name.split("-", 2)[0]);
    return new RowReport(
        name,
        row,
        "something happens",
        42,
        Map.of("kill -9", 2),
        10,
        200,
        11,
        1,
        "0 / 0 / 0 / 0 / 0",
        Recovery.of(List.of(Duration.ofSeconds(2), Duration.ofSeconds(9))),
        12.3,
        List.of(),
        failures,
        skipped);
  }
}
