package org.murmurstream.proof.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.murmurstream.core.UserException;

/**
 * A run of the rig.
 *
 * @param set which scenarios, as options of the command
 * @param seed with which all of it replays
 * @param version of the program
 * @param machine what it ran on
 * @param rows what came of each scenario
 */
public record RigReport(
    String set, long seed, String version, String machine, List<RowReport> rows) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public RigReport {
    rows = List.copyOf(rows);
  }

  /** Whether every row that was played held. */
  public boolean held() {
    return rows.stream().allMatch(RowReport::held);
  }

  /**
   * Writes {@code faults-report.md} and {@code faults-report.json}.
   *
   * @throws UserException if they cannot be written
   */
  public void write(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("faults-report.md"), markdown());
      Files.writeString(
          directory.resolve("faults-report.json"), JSON.writeValueAsString(this) + "\n");
    } catch (IOException e) {
      throw new UserException("The report cannot be written to %s.".formatted(directory), e);
    }
  }

  /** For people. */
  public String markdown() {
    long played = rows.stream().filter(RowReport::played).map(RowReport::row).distinct().count();
    StringBuilder text =
        new StringBuilder(
            """
            # What the fault rig found

            `murmur rig %s --seed %d`, version %s, on %s. %d scenarios of %d rows of the
            [fault matrix](faults.md); %s.

            L/D/W/P/U counts exams lost, outcomes duplicated, wrong, of what nobody sent, and records that nothing
            explains. Recovery is from a fault until every partition was answered in again, in seconds.

            | scenario | faults fired | exams | chunks | answers | dead letters | L/D/W/P/U | recovery p50 / p99 / max | s | held |
            |---|---|---|---|---|---|---|---|---|---|
            """
                .formatted(
                    set,
                    seed,
                    version,
                    machine,
                    rows.size(),
                    played,
                    held() ? "all of them held" : "not all of them held"));
    rows.forEach(row -> text.append(line(row)));
    for (RowReport row : rows) {
      text.append("\n## %s\n\n%s. Seed %d.\n".formatted(row.name(), row.fault(), row.seed()));
      if (!row.played()) {
        text.append("\nNot played: %s\n".formatted(row.skipped()));
      }
      list(text, "Measured:", row.notes());
      list(text, "Not as promised:", row.failures());
    }
    return text.toString();
  }

  private static void list(StringBuilder text, String head, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append("\n%s\n\n".formatted(head));
      lines.forEach(line -> text.append("* %s\n".formatted(line)));
    }
  }

  private static String line(RowReport row) {
    String fired =
        row.faults().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> "%d %s".formatted(entry.getValue(), entry.getKey()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %d | %d | %d | %s | %.1f / %.1f / %.1f | %.0f | %s |%n",
        row.name(),
        fired,
        row.exams(),
        row.chunks(),
        row.predictions(),
        row.deadLetters(),
        row.counts(),
        row.recovery().p50Seconds(),
        row.recovery().p99Seconds(),
        row.recovery().maxSeconds(),
        row.seconds(),
        !row.played() ? "not played" : row.held() ? "yes" : "NO");
  }
}
