package org.murmurstream.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.murmurstream.kafka.predictions.PredictionText;
import org.murmurstream.schemas.ModelIdentity;

/**
 * Exams as lines of text that fit a width: as many columns as there is room for, and sentences cut
 * between words.
 */
final class Rows {

  private static final int MODEL_NAME = 11;
  private static final int MODEL_VERSION = 7;
  private static final int BAR = 6;
  private static final String INDENT = " ".repeat(Column.PATIENT.width());

  private final int width;
  private final Set<Column> columns;

  /**
   * @param width characters that a line may have
   */
  Rows(int width) {
    this.width = width;
    this.columns = EnumSet.allOf(Column.class);
    while (needed() > width && ranked().rank() > 0) {
      int dropped = ranked().rank();
      columns.removeIf(column -> column.rank() == dropped);
    }
  }

  /** Whether rows of it stand under the same heads. */
  boolean areLike(Rows others) {
    return columns.equals(others.columns);
  }

  List<String> header() {
    var groups = new StringBuilder();
    int start = 0;
    for (Column column : columns) {
      if (!column.group().isEmpty()) {
        groups.append(" ".repeat(start - groups.length())).append(column.group());
      }
      start += column.width();
    }
    return List.of(groups.toString(), line(Column::title));
  }

  /** An answered exam. */
  String answer(ExamProgress exam, Answer answer) {
    int revision = answer.prediction().getRevision();
    return line(column -> column.cell(exam, answer))
        + (revision == 1 ? "" : " (revision " + revision + ")");
  }

  /** An exam that is being uploaded or heard. */
  static String progress(ExamProgress exam) {
    String bars =
        exam.sites().entrySet().stream()
            .map(site -> site.getKey() + " " + bar(site.getValue()))
            .collect(Collectors.joining("  "));
    return "%-9s%s  %s"
        .formatted(cut(exam.patientId(), 8), bars, exam.uploaded() ? "heard" : exam.deviceId());
  }

  /** Why the verdict is what it is, and what to know before trusting it; to go below its row. */
  List<String> why(Answer answer) {
    return PredictionText.why(answer.prediction()).stream()
        .flatMap(line -> wrapped(INDENT, INDENT, line).stream())
        .toList();
  }

  /**
   * A line, cut between words into as many as it takes. What begins with a word of its own, and
   * then some space, goes on below what follows it.
   */
  List<String> wrapped(String text) {
    int start = text.indexOf("  ");
    while (start >= 0 && start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    return text.length() <= width || start < 0
        ? wrapped("", "", text)
        : wrapped(text.substring(0, start), " ".repeat(start), text.substring(start));
  }

  private List<String> wrapped(String first, String others, String text) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      if (!empty && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(others);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }

  static String latency(Duration latency) {
    return String.format(Locale.ROOT, "%.2f s", latency.toMillis() / 1000.0);
  }

  /** UNTRAINED stands in the place of the name of a model that is. */
  static String model(ModelIdentity model) {
    String name = model.getTrained() ? cut(model.getName(), MODEL_NAME) : "UNTRAINED";
    return name + " " + cut(model.getVersion(), MODEL_VERSION);
  }

  private String line(Function<Column, String> cell) {
    return columns.stream().map(cell).collect(Collectors.joining()).stripTrailing();
  }

  private int needed() {
    return columns.stream().mapToInt(Column::width).sum() - 1;
  }

  /** That which is left out first. */
  private Column ranked() {
    return columns.stream().max(Comparator.comparingInt(Column::rank)).orElseThrow();
  }

  private static String bar(double share) {
    int full = (int) Math.round(share * BAR);
    return "\u2588".repeat(full) + "\u2591".repeat(BAR - full);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
