package org.murmurstream.trainer.result;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
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

  /** Names of folds that a legend has room for side by side. */
  private static final int IN_A_ROW = 6;

  /** Where the bounds of a curve are drawn: rates of false positives, or recalls. */
  private static final double[] PLACES = {0.1, 0.3, 0.5, 0.7, 0.9};

  /** Bounds on a picture need fewer draws than those that are quoted. */
  private static final Bootstrap BOUNDS = new Bootstrap(200, 0.95, 1);

  /** Of the normal distribution, on each side of 95 %. */
  private static final double Z = 1.96;

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
            "%s against the others: area %s, by chance %s"
                .formatted(
                    name,
                    Figures.text(scores.get("AUPRC " + name)),
                    Figures.text(points.get(points.size() - 1).precision())),
            murmur,
            points,
            ThresholdCurve.Point::recall,
            ThresholdCurve.Point::precision);
        bounds(roc, figures, murmur, ThresholdCurve::recallAt);
        bounds(precision, figures, murmur, ThresholdCurve::precisionAt);
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
    if (losses.size() <= IN_A_ROW) {
      chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    }
    losses.forEach(
        (name, values) -> {
          Look look = Look.of(chart.getSeriesMap().size());
          XYSeries series = chart.addSeries(name, values);
          series.setLineColor(look.colour());
          series.setMarkerColor(look.colour());
          series.setLineStyle(look.line());
          series.setMarker(look.marker());
        });
    save("training", chart);
  }

  /**
   * Some measures of several models, {@code models.png}.
   *
   * @param models names, in order
   * @param scores of each model, by the name of the measure
   */
  public void models(List<String> models, Map<String, List<Spread>> scores) throws IOException {
    var plot = new DotPlot(titled("Mean and deviation over seeds"), "score", models);
    int number = 0;
    for (var measure : scores.entrySet()) {
      List<DotPlot.Dot> dots = measure.getValue().stream().map(Pictures::dot).toList();
      plot.add(measure.getKey(), number++, scores.size(), dots);
    }
    plot.chart().getStyler().setXAxisMax(1.0);
    save("models", plot.chart(), plot::paint);
  }

  /**
   * What became of verdicts under stress, {@code stress.png}.
   *
   * @param circumstances names, from above; of groups those that have no share
   * @param changed share of the verdicts on how many patients are others, of each circumstance;
   *     empty where there is none
   */
  public void stress(List<String> circumstances, List<Optional<Share>> changed) throws IOException {
    var plot =
        new DotPlot(
            titled("Verdicts under stress"),
            "patients with another verdict than as recorded, in %",
            circumstances);
    plot.add(
        "changed",
        0,
        1,
        changed.stream().map(share -> share.map(Pictures::dot).orElse(DotPlot.Dot.NONE)).toList());
    save("stress", plot.chart(), plot::paint);
  }

  /**
   * A share of patients.
   *
   * @param share 0 to 1
   * @param patients how many there are, at least 1
   */
  public record Share(double share, int patients) {}

  private static DotPlot.Dot dot(Spread spread) {
    return new DotPlot.Dot(
        spread.mean(), spread.mean() - spread.deviation(), spread.mean() + spread.deviation());
  }

  private static DotPlot.Dot dot(Share share) {
    double[] bounds = wilson(share.share(), share.patients());
    return new DotPlot.Dot(100 * share.share(), 100 * bounds[0], 100 * bounds[1]);
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

  /** How far a curve would move if other people had come, at some places. */
  private static void bounds(
      XYChart chart,
      Figures figures,
      MurmurClass murmur,
      ToDoubleBiFunction<ThresholdCurve, Double> height) {
    for (double place : PLACES) {
      double x = place + shift(murmur);
      Bootstrap.Interval bounds =
          BOUNDS.interval(
              figures.patients(),
              ScoredPatient::subject,
              drawn -> height.applyAsDouble(new Figures(drawn).curve(murmur), x));
      bar(chart, murmur, x, bounds.low(), bounds.high());
    }
  }

  /** Bounds of the classes stand side by side. */
  private static double shift(MurmurClass murmur) {
    return switch (murmur) {
      case PRESENT -> -0.01;
      case UNKNOWN -> 0;
      case ABSENT -> 0.01;
    };
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
    save(name, chart, graphics -> chart.paint(graphics, chart.getWidth(), chart.getHeight()));
  }

  private void save(String name, Chart<?, ?> chart, Consumer<Graphics2D> painter)
      throws IOException {
    Styler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setChartTitleFont(styler.getChartTitleFont().deriveFont((float) TITLE_SIZE));
    int width = chart.getWidth();
    int height = chart.getHeight();
    var image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    painter.accept(graphics);
    graphics.dispose();
    ImageIO.write(image, "png", folder.resolve(name + ".png").toFile());
  }
}
