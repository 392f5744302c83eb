package org.murmurstream.trainer.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table that is Markdown, and in columns for whoever reads it as it is. */
public final class MarkdownTable {

  private final List<List<String>> rows = new ArrayList<>();

  /** With a column for each title. */
  public MarkdownTable(String... titles) {
    rows.add(List.of(titles));
  }

  /** Adds a row of as many cells as there are titles. */
  public MarkdownTable row(Object... cells) {
    var row = new ArrayList<String>();
    for (Object cell : cells) {
      row.add(cell.toString());
    }
    rows.add(row);
    return this;
  }

  /** Without a line break at the end of each. */
  public List<String> lines() {
    int columns = rows.get(0).size();
    var widths = new ArrayList<Integer>(Collections.nCopies(columns, 3));
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    var lines = new ArrayList<String>();
    for (List<String> row : rows) {
      var line = new StringBuilder("|");
      for (int i = 0; i < columns; i++) {
        line.append(' ').append(row.get(i)).append(" ".repeat(widths.get(i) - row.get(i).length()));
        line.append(" |");
      }
      lines.add(line.toString());
    }
    var rule = new StringBuilder("|");
    widths.forEach(width -> rule.append("-".repeat(width + 2)).append('|'));
    lines.add(1, rule.toString());
    return lines;
  }
}
