package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.murmurstream.trainer.result.MarkdownTable;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.Pictures;
import org.murmurstream.trainer.result.Score;
import org.murmurstream.trainer.result.Spread;

/**
 * Figures of several classifiers side by side.
 *
 * @param rows in the order in which they are shown
 */
public record AblationTable(List<Row> rows) {

  /** What is shown. */
  public static final List<Measure> MEASURES =
      List.of(
          Measure.WACC,
          Measure.UAR,
          Measure.RECALL_PRESENT,
          Measure.RECALL_UNKNOWN,
          Measure.RECALL_ABSENT);

  /**
   * One classifier.
   *
   * @param name for people
   * @param seeds its score with each seed, at least one
   */
  public record Row(String name, List<Score> seeds) {

    /** A figure over the seeds. */
    public Spread spread(Measure measure) {
      return Spread.of(seeds.stream().map(score -> score.of(measure)).toList());
    }
  }

  public AblationTable {
    rows = List.copyOf(rows);
  }

  /** The table in Markdown, mean and deviation over seeds. */
  public List<String> markdown() {
    var titles = new ArrayList<String>();
    titles.add("Model");
    MEASURES.forEach(measure -> titles.add(measure.title()));
    var table = new MarkdownTable(titles.toArray(String[]::new));
    for (Row row : rows) {
      var cells = new ArrayList<Object>();
      cells.add(row.name());
      MEASURES.forEach(measure -> cells.add(row.spread(measure)));
      table.row(cells.toArray());
    }
    return table.lines();
  }

  /** The table as a picture, {@code models.png}. */
  public void draw(Pictures pictures) throws IOException {
    Map<String, List<Spread>> scores = new LinkedHashMap<>();
    for (Measure measure : List.of(Measure.WACC, Measure.UAR)) {
      scores.put(measure.title(), rows.stream().map(row -> row.spread(measure)).toList());
    }
    pictures.models(rows.stream().map(Row::name).toList(), scores);
  }

  /** The table as CSV: a row for each classifier and measure. */
  public List<String> csv() {
    var lines = new ArrayList<String>();
    lines.add("model,measure,mean,deviation,seeds");
    for (Row row : rows) {
      for (Measure measure : MEASURES) {
        Spread spread = row.spread(measure);
        lines.add(
            String.format(
                Locale.ROOT,
                "\"%s\",%s,%.6f,%s,%d",
                row.name(),
                measure.name().toLowerCase(Locale.ROOT),
                spread.mean(),
                Double.isNaN(spread.deviation())
                    ? ""
                    : String.format(Locale.ROOT, "%.6f", spread.deviation()),
                row.seeds().size()));
      }
    }
    return lines;
  }
}
