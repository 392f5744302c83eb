package org.murmurstream.trainer.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.murmurstream.core.UserException;
import org.murmurstream.core.metrics.Bootstrap;

/**
 * Several runs side by side: their figures, the spread of these, and how far each run is from the
 * first. Differences are paired: a bootstrap draw holds the same subjects for both runs, so that
 * what is hard about a patient falls out.
 */
public final class Comparison {

  private static final List<Measure> MEASURES =
      List.of(
          Measure.AUROC_PRESENT,
          Measure.AUROC_UNKNOWN,
          Measure.LOG_LOSS,
          Measure.WACC,
          Measure.UAR,
          Measure.RECALL_PRESENT,
          Measure.RECALL_UNKNOWN,
          Measure.RECALL_ABSENT);

  /** What is asked of the folds of the runs. */
  public enum FoldPolicy {
    /** Each patient was held out in the same fold by all, so that only the models differ. */
    SAME,

    /** A patient is held out anyhow: a difference holds the chance of the folds as well. */
    ANY
  }

  private final List<String> names;
  private final FoldPolicy folds;
  private final List<Row> patients;
  private final Map<Measure, Figure> figures = new LinkedHashMap<>();

  /**
   * Held-out decisions.
   *
   * @param name for people
   * @param patients each with a finding and the fold in which it was held out
   */
  public record Run(String name, List<ScoredPatient> patients) {

    public Run {
      patients = List.copyOf(patients);
    }
  }

  /** A patient, as each run decided on it. */
  private record Row(List<ScoredPatient> byRun) {

    String subject() {
      return byRun.get(0).subject();
    }

    int fold() {
      return byRun.get(0).decision().fold().getAsInt();
    }
  }

  /**
   * One measure.
   *
   * @param runs of each run
   * @param spread over the runs
   * @param differences of each run but the first, less that of the first
   */
  private record Figure(
      List<Bootstrap.Interval> runs, Spread spread, List<Bootstrap.Interval> differences) {}

  /**
   * Compares.
   *
   * @param runs at least two; the first is the one that others are compared with
   * @throws UserException if they did not hold out the same patients, or not in the folds wanted
   */
  public Comparison(List<Run> runs, FoldPolicy folds) {
    names = runs.stream().map(Run::name).toList();
    this.folds = folds;
    patients = rows(runs, folds);
    for (Measure measure : MEASURES) {
      List<Bootstrap.Interval> ofRuns =
          IntStream.range(0, runs.size())
              .mapToObj(run -> interval(some -> measure(measure, some, run)))
              .toList();
      List<Bootstrap.Interval> differences =
          IntStream.range(1, runs.size())
              .mapToObj(
                  run -> interval(some -> measure(measure, some, run) - measure(measure, some, 0)))
              .toList();
      figures.put(
          measure,
          new Figure(
              ofRuns,
              Spread.of(ofRuns.stream().map(Bootstrap.Interval::estimate).toList()),
              differences));
    }
  }

  private static List<Row> rows(List<Run> runs, FoldPolicy folds) {
    List<Map<String, ScoredPatient>> byRun = runs.stream().map(Comparison::byId).toList();
    Map<String, ScoredPatient> first = byRun.get(0);
    for (int i = 0; i < runs.size(); i++) {
      refuseUnlessHeldOut(runs.get(i));
      refuseOtherPatients(runs.get(0).name(), first, runs.get(i).name(), byRun.get(i));
      if (folds == FoldPolicy.SAME) {
        refuseOtherFolds(runs.get(0).name(), first, runs.get(i).name(), byRun.get(i));
      }
    }
    return first.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, ScoredPatient> one) -> one.getValue().subject())
                .thenComparing(Map.Entry::getKey))
        .map(one -> new Row(byRun.stream().map(run -> run.get(one.getKey())).toList()))
        .toList();
  }

  private static Map<String, ScoredPatient> byId(Run run) {
    return run.patients().stream()
        .collect(Collectors.toMap(patient -> patient.decision().patientId(), patient -> patient));
  }

  private static void refuseUnlessHeldOut(Run run) {
    if (run.patients().stream().anyMatch(patient -> patient.decision().fold().isEmpty())) {
      throw new UserException(
          "%s does not say in which fold each patient was held out; compare decisions as 'murmur decide' writes them"
              .formatted(run.name()));
    }
  }

  private static void refuseOtherPatients(
      String firstName,
      Map<String, ScoredPatient> first,
      String otherName,
      Map<String, ScoredPatient> other) {
    Set<String> common = new HashSet<>(first.keySet());
    common.retainAll(other.keySet());
    int strangers = first.size() + other.size() - 2 * common.size();
    if (strangers > 0) {
      throw new UserException(
          "%s and %s decide on other patients: %d are in one of them only; compare runs on the same data"
              .formatted(firstName, otherName, strangers));
    }
  }

  private static void refuseOtherFolds(
      String firstName,
      Map<String, ScoredPatient> first,
      String otherName,
      Map<String, ScoredPatient> other) {
    long elsewhere =
        first.keySet().stream()
            .filter(id -> !first.get(id).decision().fold().equals(other.get(id).decision().fold()))
            .count();
    if (elsewhere > 0) {
      throw new UserException(
          "%s and %s have other folds: %d of %d patients were held out in another; train with --folds-file %s/folds.csv, or compare with --other-folds"
              .formatted(firstName, otherName, elsewhere, first.size(), firstName));
    }
  }

  private Bootstrap.Interval interval(ToDoubleFunction<List<Row>> score) {
    return Bootstrap.STANDARD.interval(patients, Row::subject, score);
  }

  private static double measure(Measure measure, List<Row> some, int run) {
    return measure.of(some.stream().map(row -> row.byRun().get(run)).toList());
  }

  /** For people, as Markdown. No patient is named. */
  public List<String> markdown() {
    var lines = new ArrayList<String>();
    lines.add("# Comparison");
    lines.add("");
    lines.add(
        "%d patients, who are %d subjects, held out in %s by %d runs."
            .formatted(
                patients.size(),
                patients.stream().map(Row::subject).distinct().count(),
                folds == FoldPolicy.SAME
                    ? "the same %d folds"
                        .formatted(patients.stream().map(Row::fold).distinct().count())
                    : "folds of each run's own",
                names.size()));
    if (folds == FoldPolicy.ANY) {
      lines.add("Differences hold the chance of the folds as well.");
    }
    lines.add(
        "In brackets: 95 %% of %d bootstrap draws of subjects."
            .formatted(Bootstrap.STANDARD.resamples()));
    lines.add("The deviation is the sample deviation over the runs.");
    section(
        lines,
        "Figures",
        titles(names, List.of("mean ± deviation")),
        figure -> {
          List<Object> cells = new ArrayList<>(figure.runs().stream().map(Figures::text).toList());
          cells.add(figure.spread());
          return cells;
        });
    section(
        lines,
        "Differences to " + names.get(0) + ", paired over subjects",
        titles(names.subList(1, names.size()), List.of()),
        figure -> List.copyOf(figure.differences().stream().map(Comparison::signed).toList()));
    return lines;
  }

  /**
   * The same as CSV: {@code kind} is {@code run}, {@code mean}, {@code deviation} or {@code
   * difference}.
   */
  public List<String> csv() {
    var lines = new ArrayList<String>();
    lines.add("kind,run,score,value,low,high");
    figures.forEach(
        (measure, figure) -> {
          for (int run = 0; run < names.size(); run++) {
            lines.add(csv("run", names.get(run), measure, figure.runs().get(run)));
          }
          lines.add(csv("mean", measure, figure.spread().mean()));
          lines.add(csv("deviation", measure, figure.spread().deviation()));
          for (int run = 1; run < names.size(); run++) {
            lines.add(
                csv("difference", names.get(run), measure, figure.differences().get(run - 1)));
          }
        });
    return lines;
  }

  private static String[] titles(List<String> columns, List<String> more) {
    var titles = new ArrayList<String>();
    titles.add("score");
    titles.addAll(columns);
    titles.addAll(more);
    return titles.toArray(String[]::new);
  }

  private void section(
      List<String> lines, String title, String[] titles, Function<Figure, List<Object>> cells) {
    var table = new MarkdownTable(titles);
    for (Measure measure : MEASURES) {
      List<Object> row = new ArrayList<>();
      row.add(measure.title());
      row.addAll(cells.apply(figures.get(measure)));
      table.row(row.toArray());
    }
    lines.add("");
    lines.add("## " + title);
    lines.add("");
    lines.addAll(table.lines());
  }

  private static String signed(Bootstrap.Interval difference) {
    return Double.isNaN(difference.estimate())
        ? Figures.text(difference)
        : String.format(
            Locale.ROOT,
            "%+.3f [%+.3f, %+.3f]",
            difference.estimate(),
            difference.low(),
            difference.high());
  }

  private static String csv(String kind, String run, Measure measure, Bootstrap.Interval interval) {
    return "%s,\"%s\",%s,%s,%s,%s"
        .formatted(
            kind,
            run.replace("\"", "\"\""),
            measure.title(),
            number(interval.estimate()),
            number(interval.low()),
            number(interval.high()));
  }

  private static String csv(String kind, Measure measure, double value) {
    return "%s,,%s,%s,,".formatted(kind, measure.title(), number(value));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
  }
}
