package org.murmurstream.benchmarks.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A run of the bench.
 *
 * @param about what was measured on what, a line each: machine, versions, exams, load
 * @param rounds what each stage came to, by round
 */
public record BenchReport(List<String> about, List<Map<BenchStage, StageRun>> rounds) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** A ratio that was measured: at its median it holds or does not. */
  public record Measured(Ratio ratio, RoundSpread spread) {

    boolean holds() {
      return ratio.bound().holds(spread.median());
    }
  }

  public BenchReport {
    about = List.copyOf(about);
    rounds = List.copyOf(rounds);
  }

  /** The ratios of which there is a value, in order of importance. */
  public List<Measured> ratios() {
    List<Measured> measured = new ArrayList<>();
    for (Ratio ratio : Ratio.ALL) {
      List<Double> values = ratio.values(rounds);
      if (!values.isEmpty()) {
        measured.add(new Measured(ratio, RoundSpread.of(values)));
      }
    }
    return measured;
  }

  /** Whether every ratio that was measured holds. */
  public boolean holds() {
    return ratios().stream().allMatch(Measured::holds);
  }

  /** Lines of Markdown, which can be read as they are. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(about);
    lines.add("");
    lines.addAll(
        table(
            List.of(
                "stage",
                "start s",
                "wall s (min-max)",
                "exams/s",
                "MB/s",
                "CPU s",
                "CPU ms/exam",
                "compiler s"),
            stages()));
    lines.add("");
    lines.add("Medians over the rounds, of which there were %d.".formatted(rounds.size()));
    lines.add(
        "Wall and CPU are from the first record read to the last answer; start (JVM and model)");
    lines.add("and the JVM's compiler are in no other figure. MB are of 10^6 bytes. From the last");
    lines.add(
        "chunk to the answer: the median of exams sent one by one, less what the model took.");
    lines.add("");
    lines.addAll(
        table(
            List.of("", "ratio", "bound", "min", "median", "max", "holds"),
            ratios().stream().map(BenchReport::row).toList()));
    return lines;
  }

  /** All of it, for programs. */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode told = root.putArray("about");
    about.forEach(told::add);
    root.put("holds", holds());
    ArrayNode measured = root.putArray("ratios");
    ratios()
        .forEach(
            one ->
                measured
                    .addObject()
                    .put("id", one.ratio().id())
                    .put("title", one.ratio().title())
                    .put("bound", one.ratio().bound().toString())
                    .put("min", one.spread().min())
                    .put("median", one.spread().median())
                    .put("max", one.spread().max())
                    .put("holds", one.holds()));
    root.set("rounds", JSON.valueToTree(rounds));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report cannot be written as JSON", e);
    }
  }

  private List<List<String>> stages() {
    List<List<String>> rows = new ArrayList<>();
    for (BenchStage stage : BenchStage.values()) {
      List<StageRun> runs =
          rounds.stream().map(round -> round.get(stage)).filter(Objects::nonNull).toList();
      if (!runs.isEmpty()) {
        rows.add(row(stage, runs));
      }
    }
    return rows;
  }

  private static List<String> row(BenchStage stage, List<StageRun> runs) {
    boolean oneByOne = !runs.get(0).latencies().isEmpty();
    RoundSpread wall = spread(runs, oneByOne ? run -> run.latency(0.5) : StageRun::wallSeconds);
    boolean hears = runs.get(0).exams() > 0;
    boolean inOneGo = !oneByOne && stage != BenchStage.DEMO;
    return List.of(
        stage.title(),
        number(spread(runs, StageRun::startSeconds).median()),
        "%s (%s-%s)".formatted(number(wall.median()), number(wall.min()), number(wall.max())),
        hears && inOneGo ? number(spread(runs, StageRun::examsPerSecond).median()) : "",
        inOneGo ? number(spread(runs, StageRun::megabytesPerSecond).median()) : "",
        number(spread(runs, run -> run.cpu().workSeconds()).median()),
        hears && inOneGo ? number(1000 * spread(runs, StageRun::cpuPerExam).median()) : "",
        number(spread(runs, run -> run.cpu().compilerSeconds()).median()));
  }

  private static List<String> row(Measured measured) {
    RoundSpread spread = measured.spread();
    return List.of(
        measured.ratio().id(),
        measured.ratio().title(),
        measured.ratio().bound().toString(),
        number(spread.min()),
        number(spread.median()),
        number(spread.max()),
        measured.holds() ? "yes" : "NO");
  }

  private static RoundSpread spread(List<StageRun> runs, ToDoubleFunction<StageRun> value) {
    return RoundSpread.of(runs.stream().mapToDouble(value).boxed().toList());
  }

  /** Three figures, at least. */
  private static String number(double value) {
    String format = Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  /** Columns as wide as their widest cell: texts to the left, numbers to the right. */
  private static List<String> table(List<String> head, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>(List.of(head));
    all.addAll(rows);
    int[] widths = new int[head.size()];
    boolean[] texts = new boolean[head.size()];
    for (int column = 0; column < widths.length; column++) {
      for (List<String> row : all) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
      int at = column;
      texts[column] = rows.stream().anyMatch(row -> row.get(at).matches("[^0-9].*"));
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder("|");
      for (int column = 0; column < widths.length; column++) {
        String padding = " ".repeat(widths[column] - row.get(column).length());
        line.append(' ')
            .append(texts[column] ? row.get(column) + padding : padding + row.get(column))
            .append(" |");
      }
      lines.add(line.toString());
      if (lines.size() == 1) {
        StringBuilder rule = new StringBuilder("|");
        for (int column = 0; column < widths.length; column++) {
          String dashes = "-".repeat(widths[column] + 1);
          rule.append(texts[column] ? dashes + "-" : dashes + ":").append('|');
        }
        lines.add(rule.toString());
      }
    }
    return lines;
  }
}
