package org.murmurstream.trainer.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.murmurstream.core.Caution;
import org.murmurstream.data.sound.Circumstance;
import org.murmurstream.trainer.result.MarkdownTable;
import org.murmurstream.trainer.result.Measure;

/**
 * The tables of a trial, as Markdown. No patient is named.
 *
 * @param model what decided, for people
 */
public record StressReport(String model, StressResult result) {

  private static final Map<Circumstance.Group, String> GROUPS =
      Map.of(
          Circumstance.Group.SAME, "a listener hears no difference",
          Circumstance.Group.OUTSIDE, "outside the band of heart sounds",
          Circumstance.Group.WORSE, "worse sound");

  /** Without a line break at the end of each. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("# %s under stress: %d patients".formatted(model, result.asRecorded().patients()));
    if (!result.circumstances().isEmpty()) {
      lines.add("");
      lines.add("## Circumstances");
      lines.add("");
      lines.add("Verdicts against those on the recordings as they are, in % of patients.");
      lines.add("");
      lines.addAll(circumstances());
    }
    result
        .devices()
        .ifPresent(
            devices -> {
              lines.add("");
              lines.add("## Devices");
              lines.add("");
              lines.add(
                  "Each patient through one simulated stethoscope, drawn by seed %d."
                      .formatted(devices.seed()));
              lines.add("");
              lines.addAll(devices(devices));
            });
    return lines;
  }

  /** What a group of circumstances is, for people. */
  static String title(Circumstance.Group group) {
    return GROUPS.get(group);
  }

  private List<String> circumstances() {
    var table =
        new MarkdownTable(
            "circumstance",
            "changed",
            "sick newly Absent",
            "healthy newly Present",
            "healthy newly Unknown",
            "W.acc",
            "not heard",
            "flagged");
    row(table, "as recorded", result.asRecorded());
    Circumstance.Group group = null;
    for (StressResult.Row row : result.circumstances()) {
      if (row.circumstance().group() != group) {
        group = row.circumstance().group();
        table.row("*" + title(group) + "*", "", "", "", "", "", "", "");
      }
      row(table, row.circumstance().title(), row.effect());
    }
    return table.lines();
  }

  private static void row(MarkdownTable table, String title, Effect effect) {
    table.row(
        title,
        percent(effect.changed()),
        percent(effect.sickNewlyAbsent()),
        percent(effect.healthyNewlyPresent()),
        percent(effect.healthyNewlyUnknown()),
        score(effect, Measure.WACC),
        percent(effect.notHeard()),
        flags(effect));
  }

  private List<String> devices(StressResult.Devices devices) {
    var titles = new ArrayList<String>();
    titles.add("");
    Effect.MEASURES.forEach(measure -> titles.add(measure.title()));
    titles.add("not heard");
    titles.add("flagged");
    var table = new MarkdownTable(titles.toArray(String[]::new));
    table.row(scores("as recorded", result.asRecorded()));
    table.row(scores("through devices", devices.effect()));
    return table.lines();
  }

  private static Object[] scores(String title, Effect effect) {
    var cells = new ArrayList<String>();
    cells.add(title);
    Effect.MEASURES.forEach(measure -> cells.add(score(effect, measure)));
    cells.add(percent(effect.notHeard()));
    cells.add(flags(effect));
    return cells.toArray();
  }

  /** All in all, then by kind. */
  private static String flags(Effect effect) {
    String kinds =
        effect.flagged().entrySet().stream()
            .map(flag -> name(flag.getKey()) + " " + percent(flag.getValue()))
            .collect(Collectors.joining(", "));
    return percent(effect.anyFlag()) + (kinds.isEmpty() ? "" : " (" + kinds + ")");
  }

  private static String name(Caution flag) {
    return flag.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private static String score(Effect effect, Measure measure) {
    double score = effect.scores().get(measure);
    return Double.isNaN(score) ? "–" : String.format(Locale.ROOT, "%.3f", score);
  }
}
