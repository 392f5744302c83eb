package org.murmurstream.trainer.result;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.core.metrics.Calibration;
import org.murmurstream.core.metrics.Confusion;
import org.murmurstream.core.metrics.ThresholdCurve;

/**
 * Draws figures as PNG files, for screens of high resolution. Each says what it is of; classes
 * differ in line and marker as well as in colour, bounds are of 95 %, and legends stand below.
 */
public final class Pictures {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 640;

  /** Points of the screen in a length that would be one. */
  private static final int SCALE = 2;

  private static final int TITLE_SIZE = 13;

  /** Where the bounds of a curve are drawn. */
  private static final double[] FALSE_POSITIVE_RATES = {0.1, 0.3, 0.5, 0.7, 0.9};

  /** Bounds on a picture need fewer draws than those that are quoted. */
  private static final Bootstrap BOUNDS = new Bootstrap(200, 0.95, 1);

  /** Of the normal distribution, on each side of 95 %. */
  private static final double Z = 1.96;

  private static final BasicStroke[] LINES = {
    SeriesLines.SOLID, SeriesLines.DASH_DASH, SeriesLines.DOT_DOT, SeriesLines.DASH_DOT
  };
  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.DIAMOND
  };
  private static final Color[] WHITE_TO_BLUE = {Color.WHITE, new Color(0x6b, 0xae, 0xd6)};

  private final Path folder;
  private final String subject;

  /**
   * @param folder of the pictures
   * @param subject what they are of, for people: model, data and number of patients
   */
  public Pictures(Path folder, String subject) {
    this.folder = folder;
    this.subject = subject;
  }

  void confusion(Confusion confusion) throws IOException {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(titled("Decisions by finding"))
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
    save("confusion", chart);
  }

  /**
   * Receiver operating characteristic and precision-recall curve of each class.
   *
   * @param scores by the names of {@link Figures#all}
   */
  void curves(Figures figures, Map<String, Bootstrap.Interval> scores) throws IOException {
    XYChart roc = chart(titled("ROC"), "false positive rate", "recall");
    XYChart precision = chart(titled("Precision and recall"), "recall", "precision");
    for (MurmurClass murmur : MurmurClass.values()) {
      String name = murmur.word();
      List<ThresholdCurve.Point> points = figures.curve(murmur).points();
      Bootstrap.Interval area = scores.get("AUROC " + name);
      if (!Double.isNaN(area.estimate())) {
        line(
            roc,
            name + " against the others: area " + Figures.text(area),
            murmur,
            points,
            ThresholdCurve.Point::falsePositiveRate,
            ThresholdCurve.Point::recall);
        line(
            precision,
            name + " against the others: area " + Figures.text(scores.get("AUPRC " + name)),
            murmur,
            points,
            ThresholdCurve.Point::recall,
            ThresholdCurve.Point::precision);
        bounds(roc, figures, murmur);
      }
    }
    diagonal(roc, "chance");
    save("roc", roc);
    if (!precision.getSeriesMap().isEmpty()) {
      save("precision-recall", precision);
    }
  }

  void reliability(Figures figures) throws IOException {
    XYChart chart = chart(titled("Reliability"), "mean probability", "share that is of the class");
    for (MurmurClass murmur : MurmurClass.values()) {
      List<Calibration.Bin> bins =
          figures.calibration(murmur).bins().stream().filter(bin -> bin.patients() > 0).toList();
      XYSeries series =
          chart.addSeries(
              murmur.word(),
              values(bins, Calibration.Bin::predicted),
              values(bins, Calibration.Bin::observed));
      style(series, murmur);
      series.setMarker(Look.of(murmur).marker());
      for (Calibration.Bin bin : bins) {
        double[] bounds = wilson(bin.observed(), bin.patients());
        bar(chart, murmur, bin.predicted(), bounds[0], bounds[1]);
      }
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
            .title(titled("Training"))
            .xAxisTitle("epoch")
            .yAxisTitle("loss")
            .build();
    plain(chart);
    chart.getStyler().setXAxisMaxLabelCount(13);
    losses.forEach(
        (name, values) -> {
          int number = chart.getSeriesMap().size();
          XYSeries series = chart.addSeries(name, values);
          series.setLineStyle(LINES[number % LINES.length]);
          series.setMarker(MARKERS[number / LINES.length % MARKERS.length]);
        });
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
            .title(titled("Mean and deviation over seeds"))
            .build();
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

  /**
   * How a class is told from the others.
   *
   * @param shift of its bounds to the right, so that they stand side by side
   */
  private record Look(Color colour, BasicStroke line, Marker marker, double shift) {

    static Look of(MurmurClass murmur) {
      return switch (murmur) {
        case PRESENT ->
            new Look(new Color(0xb2, 0x18, 0x2b), SeriesLines.SOLID, SeriesMarkers.CIRCLE, -0.01);
        case UNKNOWN ->
            new Look(new Color(0x75, 0x70, 0xb3), SeriesLines.DASH_DASH, SeriesMarkers.SQUARE, 0);
        case ABSENT ->
            new Look(
                new Color(0x21, 0x66, 0xac), SeriesLines.DASH_DOT, SeriesMarkers.TRIANGLE_UP, 0.01);
      };
    }
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
    chart.getStyler().setPlotGridLinesColor(new Color(0xdd, 0xdd, 0xdd));
    chart.getStyler().setMarkerSize(7);
  }

  private static void line(
      XYChart chart,
      String name,
      MurmurClass murmur,
      List<ThresholdCurve.Point> points,
      ToDoubleFunction<ThresholdCurve.Point> x,
      ToDoubleFunction<ThresholdCurve.Point> y) {
    XYSeries series = chart.addSeries(name, values(points, x), values(points, y));
    style(series, murmur);
    series.setMarker(SeriesMarkers.NONE);
  }

  private static void style(XYSeries series, MurmurClass murmur) {
    Look look = Look.of(murmur);
    series.setLineColor(look.colour());
    series.setMarkerColor(look.colour());
    series.setLineStyle(look.line());
    series.setLineWidth(2);
  }

  /** How far recall would move if other people had come, at some rates of false positives. */
  private static void bounds(XYChart chart, Figures figures, MurmurClass murmur) {
    double shift = Look.of(murmur).shift();
    for (double rate : FALSE_POSITIVE_RATES) {
      Bootstrap.Interval recall =
          BOUNDS.interval(
              figures.patients(),
              ScoredPatient::subject,
              drawn -> new Figures(drawn).curve(murmur).recallAt(rate + shift));
      bar(chart, murmur, rate + shift, recall.low(), recall.high());
    }
  }

  /** Wilson's bounds of a share, which make sense of few patients and of shares of 0 and 1, too. */
  private static double[] wilson(double share, int patients) {
    double z2 = Z * Z / patients;
    double centre = (share + z2 / 2) / (1 + z2);
    double reach = Z * Math.sqrt(share * (1 - share) / patients + z2 / patients / 4) / (1 + z2);
    return new double[] {centre - reach, centre + reach};
  }

  private static void bar(XYChart chart, MurmurClass murmur, double x, double low, double high) {
    if (Double.isNaN(low) || Double.isNaN(high)) {
      return;
    }
    XYSeries bar =
        chart.addSeries(
            "%s at %s".formatted(murmur.word(), x), new double[] {x, x}, new double[] {low, high});
    bar.setLineColor(Look.of(murmur).colour());
    bar.setLineWidth(1);
    bar.setLineStyle(SeriesLines.SOLID);
    bar.setMarker(SeriesMarkers.NONE);
    bar.setShowInLegend(false);
  }

  private String titled(String what) {
    return what + ", " + subject;
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
    Styler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setChartTitleFont(styler.getChartTitleFont().deriveFont((float) TITLE_SIZE));
    int width = chart.getWidth();
    int height = chart.getHeight();
    var image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, width, height);
    graphics.dispose();
    ImageIO.write(image, "png", folder.resolve(name + ".png").toFile());
  }
}
