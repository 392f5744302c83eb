package org.murmurstream.trainer.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.core.metrics.Calibration;
import org.murmurstream.core.metrics.Confusion;

/** An evaluation for people to read, as Markdown. No patient is named. */
final class ReportText {

  private final Evaluation evaluation;
  private final Figures figures;
  private final List<String> lines = new ArrayList<>();

  private ReportText(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.figures = new Figures(evaluation.scored());
  }

  /**
   * Writes the report.
   *
   * @param scores of {@link Figures#all}; empty if there is no finding
   */
  static List<String> lines(Evaluation evaluation, Map<String, Bootstrap.Interval> scores) {
    var text = new ReportText(evaluation);
    text.head();
    if (!evaluation.scored().isEmpty()) {
      text.scores(scores);
      text.confusion();
      text.groups();
      text.sitesAlone();
      text.calibration();
    }
    text.reasons();
    return text.lines;
  }

  private void head() {
    lines.add("# Evaluation");
    lines.add("");
    evaluation.warning().ifPresent(this::warn);
    lines.add("%s, %d patients.".formatted(evaluation.model(), evaluation.decisions().size()));
    int found = evaluation.scored().size();
    int missing = evaluation.decisions().size() - found;
    if (found == 0) {
      lines.add("None of them has a finding, so there is nothing to score.");
    } else {
      long subjects = evaluation.scored().stream().map(ScoredPatient::subject).distinct().count();
      Map<MurmurClass, Long> counts =
          evaluation.scored().stream()
              .collect(Collectors.groupingBy(ScoredPatient::label, Collectors.counting()));
      lines.add(
          "Scores are of the %d with a finding (Present %d, Unknown %d, Absent %d), who are %d subjects."
              .formatted(
                  found,
                  counts.getOrDefault(MurmurClass.PRESENT, 0L),
                  counts.getOrDefault(MurmurClass.UNKNOWN, 0L),
                  counts.getOrDefault(MurmurClass.ABSENT, 0L),
                  subjects));
      if (missing > 0) {
        lines.add("%d have no finding and are in no score.".formatted(missing));
      }
      lines.add(
          "In brackets: 95 % of "
              + Bootstrap.STANDARD.resamples()
              + " bootstrap draws of subjects.");
    }
    evaluation.rule().map(evaluation.grounds()::sentence).ifPresent(lines::add);
    for (String sentence : evaluation.faults().sentences(evaluation.decisions().size())) {
      lines.add(sentence + ".");
    }
    evaluation
        .digest()
        .ifPresent(
            digest ->
                lines.add(
                    "Scores of patients a model was trained on are no result; whether these are any, its card must tell."));
  }

  /** Beside the score of all stands that of those who were heard. */
  private void warn(String sentence) {
    lines.add(sentence);
    List<ScoredPatient> heard =
        evaluation.scored().stream().filter(patient -> !patient.decision().isUnheard()).toList();
    if (!heard.isEmpty()) {
      Confusion ofHeard = new Figures(heard).confusion();
      lines.add(
          "Of the %d heard alone, W.acc is %s and UAR %s."
              .formatted(
                  heard.size(),
                  Figures.text(ofHeard.weightedAccuracy()),
                  Figures.text(ofHeard.unweightedAverageRecall())));
    }
    lines.add("");
  }

  private void scores(Map<String, Bootstrap.Interval> scores) {
    var table = new MarkdownTable("score", "value", "95 %");
    scores.forEach(
        (name, interval) ->
            table.row(
                name,
                Figures.text(interval.estimate()),
                "%s – %s".formatted(Figures.text(interval.low()), Figures.text(interval.high()))));
    section("Scores", table);
  }

  private void confusion() {
    Confusion confusion = figures.confusion();
    var table = new MarkdownTable("decided \\ found", "Present", "Unknown", "Absent");
    for (MurmurClass decided : MurmurClass.values()) {
      table.row(
          decided.word(),
          confusion.count(decided, MurmurClass.PRESENT),
          confusion.count(decided, MurmurClass.UNKNOWN),
          confusion.count(decided, MurmurClass.ABSENT));
    }
    section("Confusion", table);
  }

  private void groups() {
    for (PatientGroups grouping : PatientGroups.all(evaluation.evaluated())) {
      if (grouping.groups().isEmpty()) {
        continue;
      }
      var table =
          new MarkdownTable(
              "group",
              "found P/U/A",
              "decided P/U/A",
              "W.acc",
              "recall Present",
              "recall Unknown",
              "recall Absent",
              "AUROC Present");
      for (PatientGroups.Group group : grouping.groups()) {
        Confusion confusion = group.figures().confusion();
        table.row(
            group.name(),
            counts(group, patient -> patient.finding().murmur()),
            counts(group, patient -> patient.decision().murmur()),
            Figures.text(group.weightedAccuracy()),
            Figures.text(group.recallPresent()),
            Figures.text(confusion.recall(MurmurClass.UNKNOWN)),
            Figures.text(confusion.recall(MurmurClass.ABSENT)),
            Figures.text(group.aurocPresent()));
      }
      section(grouping.title(), table);
    }
  }

  private static String counts(
      PatientGroups.Group group, Function<EvaluatedPatient, MurmurClass> of) {
    return counts(group.patients().stream().map(of).toList());
  }

  private static String counts(List<MurmurClass> of) {
    Map<MurmurClass, Long> counts =
        of.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return "%d / %d / %d"
        .formatted(
            counts.getOrDefault(MurmurClass.PRESENT, 0L),
            counts.getOrDefault(MurmurClass.UNKNOWN, 0L),
            counts.getOrDefault(MurmurClass.ABSENT, 0L));
  }

  /** What each site would say if it were the only one, where that is known. */
  private void sitesAlone() {
    var table = new MarkdownTable("site", "patients", "AUROC Present", "AUROC Unknown");
    boolean any = false;
    for (AuscultationSite site : AuscultationSite.values()) {
      List<ScoredPatient> alone =
          evaluation.scored().stream()
              .filter(patient -> patient.decision().alone().containsKey(site))
              .map(patient -> aloneAt(site, patient))
              .toList();
      if (!alone.isEmpty()) {
        any = true;
        var ofSite = new Figures(alone);
        table.row(
            site,
            alone.size(),
            Figures.text(ofSite.interval(Measure.AUROC_PRESENT)),
            Figures.text(ofSite.interval(Measure.AUROC_UNKNOWN)));
      }
    }
    if (any) {
      section("What each site says alone", table);
    }
  }

  private static ScoredPatient aloneAt(AuscultationSite site, ScoredPatient patient) {
    PatientDecision decision = patient.decision();
    return new ScoredPatient(
        PatientDecision.of(
            decision.patientId(), decision.murmur(), decision.alone().get(site), decision.fold()),
        patient.patient());
  }

  private void calibration() {
    section(
        "Calibration of the highest probability (expected error %s)"
            .formatted(Figures.text(figures.calibration().expectedError())),
        table(figures.calibration(), "right"));
    for (MurmurClass murmur : MurmurClass.values()) {
      Calibration calibration = figures.calibration(murmur);
      section(
          "Calibration of the probability of %s (expected error %s)"
              .formatted(murmur.word(), Figures.text(calibration.expectedError())),
          table(calibration, murmur.word()));
    }
  }

  /** What was said with the decisions, and the figures that raised flags. */
  private void reasons() {
    Grounds grounds = evaluation.grounds();
    if (!grounds.byReason().isEmpty()) {
      var table = new MarkdownTable("reason", "patients", "decided P/U/A");
      grounds
          .byReason()
          .forEach(
              (reason, patients) ->
                  table.row(
                      reason,
                      patients.size(),
                      counts(patients.stream().map(PatientDecision::murmur).toList())));
      section("Reasons", table);
    }
    if (!grounds.byRegression().isEmpty()) {
      var table = new MarkdownTable("regression that spoke", "patients");
      grounds.byRegression().forEach(table::row);
      section("Regressions", table);
    }
    if (!grounds.raising().isEmpty()) {
      var table =
          new MarkdownTable("flag", "raised by", "expected", "patients", "least", "greatest");
      for (Grounds.RaisingFigure figure : grounds.raising()) {
        List<Double> values = figure.values();
        table.row(
            figure.flag(),
            figure.name(),
            figure.expected(),
            values.size(),
            Figures.text(values.get(0)),
            Figures.text(values.get(values.size() - 1)));
      }
      section("Figures that raised flags", table);
    }
  }

  private static MarkdownTable table(Calibration calibration, String observed) {
    var table = new MarkdownTable("probability", "patients", "mean", observed);
    calibration.bins().stream()
        .filter(bin -> bin.patients() > 0)
        .forEach(
            bin ->
                table.row(
                    "%s – %s".formatted(shorter(bin.low()), shorter(bin.high())),
                    bin.patients(),
                    Figures.text(bin.predicted()),
                    Figures.text(bin.observed())));
    return table;
  }

  private static String shorter(double bound) {
    return String.format(Locale.ROOT, "%.1f", bound);
  }

  private void section(String title, MarkdownTable table) {
    lines.add("");
    lines.add("## " + title);
    lines.add("");
    lines.addAll(table.lines());
  }
}
