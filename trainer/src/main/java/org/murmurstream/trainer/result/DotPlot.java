package org.murmurstream.trainer.result;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Rows with their names at the left, and figures of each as marks on it with their bounds. Several
 * figures of a row stand one below the other.
 */
final class DotPlot {

  /** Points of the screen between two rows. */
  private static final int ROW = 26;

  /** Title, axis and legend. */
  private static final int AROUND = 170;

  private static final int WIDTH = 900;

  private static final int SPACE = 8;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Font TITLE = FONT.deriveFont(Font.BOLD);

  /** Of the distance between rows. */
  private static final double BETWEEN_FIGURES = 0.26;

  private final List<String> rows;
  private final XYChart chart;
  private int figures;

  /** Rows that have a figure; others are titles of what follows. */
  private final Set<Integer> figured = new HashSet<>();

  /**
   * @param title of the picture
   * @param axis what the figures are, for people
   * @param rows names, from above
   */
  DotPlot(String title, String axis, List<String> rows) {
    this.rows = List.copyOf(rows);
    chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(AROUND + ROW * rows.size())
            .title(title)
            .xAxisTitle(axis)
            .build();
    chart.getStyler().setPlotGridLinesColor(new Color(0xdd, 0xdd, 0xdd));
    chart.getStyler().setMarkerSize(8);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setYAxisMin(-0.5).setYAxisMax(rows.size() - 0.5);
    chart.getStyler().setYAxisTicksVisible(false);
  }

  /** A figure of one row. */
  record Dot(double figure, double low, double high) {

    /** Where there is nothing to show. */
    static final Dot NONE = new Dot(Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * Draws a figure of each row; a single one needs no legend.
   *
   * @param number of the figure, from 0, by which figures are told apart
   * @param all how many figures a row has
   * @param dots one a row
   */
  void add(String name, int number, int all, List<Dot> dots) {
    double shift = BETWEEN_FIGURES * ((all - 1) / 2.0 - number);
    double[] heights = new double[dots.size()];
    for (int row = 0; row < heights.length; row++) {
      heights[row] = rows.size() - 1 - row + shift;
      bounds(name, number, dots.get(row), heights[row]);
      if (!Double.isNaN(dots.get(row).figure())) {
        figured.add(row);
      }
    }
    XYSeries series =
        chart.addSeries(name, dots.stream().mapToDouble(Dot::figure).toArray(), heights);
    figures++;
    Look look = Look.of(number);
    series.setLineStyle(SeriesLines.NONE);
    series.setMarker(look.marker());
    series.setMarkerColor(look.colour());
  }

  XYChart chart() {
    chart.getStyler().setLegendVisible(figures > 1);
    return chart;
  }

  /** Paints the chart, and the names beside it. */
  void paint(Graphics2D graphics) {
    int left = left(graphics);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, chart.getWidth(), chart.getHeight());
    AffineTransform before = graphics.getTransform();
    graphics.translate(left, 0);
    chart.paint(graphics, chart.getWidth() - left, chart.getHeight());
    graphics.setTransform(before);
    graphics.setColor(Color.BLACK);
    for (int row = 0; row < rows.size(); row++) {
      graphics.setFont(figured.contains(row) ? FONT : TITLE);
      FontMetrics metrics = graphics.getFontMetrics();
      String name = rows.get(row);
      double middle = chart.getScreenYFromChart(rows.size() - 1.0 - row);
      graphics.drawString(
          name,
          (float) left - metrics.stringWidth(name),
          (float) middle + metrics.getAscent() / 2f - 1);
    }
  }

  private void bounds(String name, int number, Dot dot, double height) {
    if (Double.isNaN(dot.low()) || Double.isNaN(dot.high())) {
      return;
    }
    XYSeries bar =
        chart.addSeries(
            "%s at %s".formatted(name, height),
            new double[] {dot.low(), dot.high()},
            new double[] {height, height});
    bar.setLineColor(Look.of(number).colour());
    bar.setLineWidth(1.5f);
    bar.setLineStyle(SeriesLines.SOLID);
    bar.setMarker(SeriesMarkers.NONE);
    bar.setShowInLegend(false);
  }

  private int left(Graphics2D graphics) {
    FontMetrics metrics = graphics.getFontMetrics(TITLE);
    return rows.stream().mapToInt(metrics::stringWidth).max().orElse(0) + 2 * SPACE;
  }
}
