package org.murmurstream.trainer.releases;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.murmurstream.core.Release;

/** What is released, as lines of text. */
public final class Tables {

  private static final String GAP = "  ";

  private Tables() {}

  /** Columns as wide as their widest cell, but for the last. */
  public static List<String> lines(List<List<String>> rows) {
    int columns = rows.isEmpty() ? 0 : rows.get(0).size();
    List<Integer> widths =
        IntStream.range(0, columns)
            .mapToObj(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toList();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      String line =
          IntStream.range(0, columns)
              .mapToObj(i -> row.get(i) + " ".repeat(widths.get(i) - row.get(i).length()))
              .collect(Collectors.joining(GAP));
      lines.add(line.stripTrailing());
    }
    return lines;
  }

  /** Production, staging or retired. */
  public static String stage(Release release) {
    return release.stage().name().toLowerCase(Locale.ROOT);
  }

  /** Figures by name, four digits behind the point; "-" if there are none. */
  public static String metrics(Map<String, Double> metrics) {
    return metrics.isEmpty()
        ? "-"
        : new TreeMap<>(metrics)
            .entrySet().stream()
                .map(
                    metric ->
                        String.format(Locale.ROOT, "%s=%.4g", metric.getKey(), metric.getValue()))
                .collect(Collectors.joining(" "));
  }
}
