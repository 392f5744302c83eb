package org.murmurstream.benchmarks.result;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.Styler;
import org.murmurstream.core.UserException;
import org.murmurstream.trainer.result.Drawing;

/** A report as files: {@code bench.md}, {@code bench.json} and {@code bench.png}. */
public final class BenchFolder {

  private static final int WIDTH = 1100;
  private static final int HEIGHT = 560;

  /** Of the screen, in dots per inch: twice what it usually is. */
  private static final int RESOLUTION = 144;

  private final Path folder;

  /**
   * @param folder made if missing; files of the same names are replaced
   */
  public BenchFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes a report.
   *
   * @return a sentence that says why there is no picture, if there is none
   * @throws UserException if it cannot be written
   */
  public Optional<String> write(BenchReport report) {
    try {
      Files.createDirectories(folder);
      List<String> lines = new ArrayList<>(List.of("# What the bench measured", ""));
      report.about().forEach(line -> lines.add("* " + line));
      lines.addAll(report.lines().subList(report.about().size(), report.lines().size()));
      lines.addAll(List.of("", "![margin to the bound, by ratio](bench.png)"));
      Files.write(folder.resolve("bench.md"), lines);
      Files.writeString(folder.resolve("bench.json"), report.json() + "\n");
      return report.ratios().isEmpty()
          ? Optional.empty()
          : Drawing.attempt(folder, () -> draw(report.ratios()));
    } catch (IOException e) {
      throw new UserException("%s cannot be written: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** Each ratio by how far it keeps to its bound, so that all have one scale. */
  private void draw(List<BenchReport.Measured> ratios) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("How far each ratio keeps to its bound: 1 exactly, more is better")
            .yAxisTitle("median, and the rounds' extremes")
            .build();
    List<String> names = ratios.stream().map(one -> one.ratio().id()).toList();
    List<Double> margins = new ArrayList<>();
    List<Double> reaches = new ArrayList<>();
    for (BenchReport.Measured one : ratios) {
      Bound bound = one.ratio().bound();
      double margin = bound.margin(one.spread().median());
      margins.add(margin);
      reaches.add(
          Math.max(
              Math.abs(bound.margin(one.spread().max()) - margin),
              Math.abs(bound.margin(one.spread().min()) - margin)));
    }
    chart.addSeries("measured", names, margins, reaches);
    chart
        .addSeries("bound", names, names.stream().map(name -> 1.0).toList())
        .setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisLabelRotation(20);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setYAxisMin(0.0);
    BitmapEncoder.saveBitmapWithDPI(
        chart, folder.resolve("bench.png").toString(), BitmapEncoder.BitmapFormat.PNG, RESOLUTION);
  }
}
