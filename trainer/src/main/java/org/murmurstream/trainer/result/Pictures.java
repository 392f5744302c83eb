package org.murmurstream.trainer.result;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.core.metrics.Calibration;
import org.murmurstream.core.metrics.Confusion;
import org.murmurstream.core.metrics.ThresholdCurve;

/** Draws figures as PNG files. */
public final class Pictures {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 520;
  private static final Color[] WHITE_TO_BLUE = {Color.WHITE, new Color(0x6b, 0xae, 0xd6)};

  private final Path folder;

  /** Of pictures in this folder. */
  public Pictures(Path folder) {
    this.folder = folder;
  }

  void confusion(Confusion confusion) throws IOException {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Decisions by finding")
            .xAxisTitle("found")
            .yAxisTitle("decided")
            .build();
    List<MurmurClass> rightwards = List.of(MurmurClass.values());
    List<MurmurClass> upwards =
        List.of(MurmurClass.ABSENT, MurmurClass.UNKNOWN, MurmurClass.PRESENT);
    var counts = new ArrayList<Number[]>();
    for (int x = 0; x < rightwards.size(); x++) {
      for (int y = 0; y < upwards.size(); y++) {
        int count = confusion.count(upwards.get(y), rightwards.get(x));
        counts.add(new Number[] {x, y, count});
      }
    }
    chart.addSeries("patients", names(rightwards), names(upwards), counts);
    chart.getStyler().setShowValue(true).setHeatMapValueDecimalPattern("#").setMin(0);
    chart.getStyler().setRangeColors(WHITE_TO_BLUE).setLegendVisible(false);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    save("confusion", chart);
  }

  /**
   * Receiver operating characteristic and precision-recall curve of each class.
   *
   * @param scores by the names of {@link Figures#all}
   */
  void curves(Figures figures, Map<String, Bootstrap.Interval> scores) throws IOException {
    XYChart roc = chart("Receiver operating characteristic", "false positive rate", "recall");
    XYChart precision = chart("Precision and recall", "recall", "precision");
    roc.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
    precision.getStyler().setLegendPosition(Styler.LegendPosition.InsideSW);
    for (MurmurClass murmur : MurmurClass.values()) {
      String name = murmur.word();
      List<ThresholdCurve.Point> points = figures.curve(murmur).points();
      Bootstrap.Interval area = scores.get("AUROC " + name);
      if (!Double.isNaN(area.estimate())) {
        line(
            roc,
            name + " " + Figures.text(area.estimate()),
            murmur,
            points,
            ThresholdCurve.Point::falsePositiveRate,
            ThresholdCurve.Point::recall);
        line(
            precision,
            name + " " + Figures.text(scores.get("AUPRC " + name).estimate()),
            murmur,
            points,
            ThresholdCurve.Point::recall,
            ThresholdCurve.Point::precision);
      }
    }
    diagonal(roc, "chance");
    save("roc", roc);
    if (!precision.getSeriesMap().isEmpty()) {
      save("precision-recall", precision);
    }
  }

  void reliability(Figures figures) throws IOException {
    XYChart chart = chart("Reliability", "mean probability", "share that is of the class");
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
    for (MurmurClass murmur : MurmurClass.values()) {
      List<Calibration.Bin> bins =
          figures.calibration(murmur).bins().stream().filter(bin -> bin.patients() > 0).toList();
      XYSeries series =
          chart.addSeries(
              murmur.word(),
              values(bins, Calibration.Bin::predicted),
              values(bins, Calibration.Bin::observed));
      series.setLineColor(colour(murmur));
      series.setMarkerColor(colour(murmur));
      series.setMarker(SeriesMarkers.CIRCLE);
    }
    diagonal(chart, "calibrated");
    save("reliability", chart);
  }

  /**
   * Loss by epoch, {@code training.png}.
   *
   * @param losses by the name of the network, of each epoch from the first
   */
  public void training(Map<String, List<Double>> losses) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Training")
            .xAxisTitle("epoch")
            .yAxisTitle("loss")
            .build();
    plain(chart);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
    chart.getStyler().setXAxisMaxLabelCount(13);
    losses.forEach((name, values) -> chart.addSeries(name, values).setMarker(SeriesMarkers.NONE));
    save("training", chart);
  }

  /**
   * Bars of some measures side by side for several models, with a deviation.
   *
   * @param models names, in order
   * @param bars mean and deviation of each model, by the name of the measure; a deviation that is
   *     not a number is not drawn
   */
  public void models(List<String> models, Map<String, List<Bar>> bars) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(2 * WIDTH)
            .height(HEIGHT)
            .title("Mean and deviation over seeds")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotGridLinesColor(new Color(0xdd, 0xdd, 0xdd));
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0).setXAxisLabelRotation(20);
    bars.forEach(
        (measure, values) ->
            chart.addSeries(
                measure,
                models,
                values.stream().map(Bar::mean).toList(),
                values.stream()
                    .map(bar -> Double.isNaN(bar.deviation()) ? 0 : bar.deviation())
                    .toList()));
    save("models", chart);
  }

  /**
   * One bar.
   *
   * @param mean its height
   * @param deviation of what it is the mean of
   */
  public record Bar(double mean, double deviation) {}

  private static Color colour(MurmurClass murmur) {
    return switch (murmur) {
      case PRESENT -> new Color(0xb2, 0x18, 0x2b);
      case UNKNOWN -> new Color(0x75, 0x70, 0xb3);
      case ABSENT -> new Color(0x21, 0x66, 0xac);
    };
  }

  private static List<String> names(List<MurmurClass> classes) {
    return classes.stream().map(MurmurClass::word).toList();
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    plain(chart);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
    return chart;
  }

  private static void plain(XYChart chart) {
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotGridLinesColor(new Color(0xdd, 0xdd, 0xdd));
  }

  private static void line(
      XYChart chart,
      String name,
      MurmurClass murmur,
      List<ThresholdCurve.Point> points,
      ToDoubleFunction<ThresholdCurve.Point> x,
      ToDoubleFunction<ThresholdCurve.Point> y) {
    XYSeries series = chart.addSeries(name, values(points, x), values(points, y));
    series.setLineColor(colour(murmur));
    series.setMarker(SeriesMarkers.NONE);
  }

  private static void diagonal(XYChart chart, String name) {
    XYSeries series = chart.addSeries(name, new double[] {0, 1}, new double[] {0, 1});
    series.setLineColor(Color.GRAY);
    series.setLineWidth(1);
    series.setMarker(SeriesMarkers.NONE);
  }

  private static <T> double[] values(List<T> points, ToDoubleFunction<T> value) {
    return points.stream().mapToDouble(value).toArray();
  }

  private void save(String name, Chart<?, ?> chart) throws IOException {
    Files.write(
        folder.resolve(name + ".png"), BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG));
  }
}
