package org.murmurstream.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Confusion;
import org.murmurstream.kafka.predictions.PredictionText;
import org.murmurstream.schemas.Reason;

/**
 * What came of a demonstration.
 *
 * @param exams every exam with its answers
 * @param strangers answers to exams that nobody uploaded
 * @param deadLetters records that could not be taken in, by reason
 * @param interrupted whether somebody ended it before all was answered
 */
public record Summary(
    List<ExamProgress> exams,
    int strangers,
    Map<String, Integer> deadLetters,
    boolean interrupted) {

  public Summary {
    exams = List.copyOf(exams);
    deadLetters = new TreeMap<>(deadLetters);
  }

  /** Whether every exam was answered exactly once and nothing was set aside. */
  public boolean isFlawless() {
    return !interrupted && problems().isEmpty();
  }

  /** What went wrong, a line each; of an interrupted one, in what had been done. */
  public List<String> problems() {
    var problems = new ArrayList<String>();
    exams.stream()
        .filter(exam -> !interrupted && !exam.isAnswered())
        .forEach(exam -> problems.add("exam " + exam.examId() + " was not answered"));
    exams.stream()
        .filter(exam -> exam.answers().size() > 1)
        .forEach(
            exam ->
                problems.add(
                    "exam %s was answered %d times"
                        .formatted(exam.examId(), exam.answers().size())));
    if (strangers > 0) {
      problems.add(strangers + " answers belong to no exam of this demonstration");
    }
    deadLetters.forEach(
        (reason, count) -> problems.add("%d dead letters: %s".formatted(count, reason)));
    return problems;
  }

  /** For people. */
  List<String> lines(Rows rows) {
    return told().stream().flatMap(line -> rows.wrapped(line).stream()).toList();
  }

  private List<String> told() {
    var lines = new ArrayList<String>();
    List<Answer> answers = exams.stream().flatMap(exam -> exam.answers().stream()).toList();
    String by =
        answers.stream()
            .map(answer -> Rows.model(answer.prediction().getModel()))
            .distinct()
            .collect(Collectors.joining(", "));
    boolean untrained =
        answers.stream().anyMatch(answer -> !answer.prediction().getModel().getTrained());
    lines.add("");
    if (interrupted && answers.isEmpty()) {
      lines.add("result        interrupted before any exam was answered");
      problems().forEach(problem -> lines.add("WRONG         " + problem));
      return lines;
    }
    lines.addAll(confusion(untrained));
    lines.add("");
    lines.add(
        "model         " + by + (untrained ? " (seeded weights: verdicts mean nothing)" : ""));
    lines.add(
        "exams         %d, answered %d (%s)"
            .formatted(
                exams.size(),
                exams.stream().filter(ExamProgress::isAnswered).count(),
                statuses(answers)));
    lines.add("reasons       " + reasons(answers));
    lines.add("latency       " + latencies(answers));
    lines.add("dead letters  " + deadLetters.values().stream().mapToInt(Integer::intValue).sum());
    if (isFlawless()) {
      lines.add("result        every exam answered exactly once, nothing lost");
    } else if (interrupted) {
      lines.add("result        interrupted before all was answered");
    }
    problems().forEach(problem -> lines.add("WRONG         " + problem));
    lines.addAll(limits(answers));
    return lines;
  }

  private List<String> confusion(boolean untrained) {
    var labels = new ArrayList<MurmurClass>();
    var verdicts = new ArrayList<MurmurClass>();
    for (ExamProgress exam : exams) {
      Optional<MurmurClass> label = exam.truth();
      Optional<MurmurClass> verdict =
          exam.answers().stream()
              .reduce((first, second) -> second)
              .flatMap(answer -> PredictionText.verdict(answer.prediction()));
      if (label.isPresent() && verdict.isPresent()) {
        labels.add(label.get());
        verdicts.add(verdict.get());
      }
    }
    if (labels.isEmpty()) {
      return List.of("No exam has both a verdict and a known diagnosis.");
    }
    Confusion confusion = Confusion.of(labels, verdicts);
    var lines = new ArrayList<String>();
    lines.add("verdict       Present  Unknown  Absent   (true diagnosis)");
    for (MurmurClass verdict : MurmurClass.values()) {
      lines.add(
          "%-14s%7d%9d%8d"
              .formatted(
                  verdict.word(),
                  confusion.count(verdict, MurmurClass.PRESENT),
                  confusion.count(verdict, MurmurClass.UNKNOWN),
                  confusion.count(verdict, MurmurClass.ABSENT)));
    }
    lines.add(
        "W.acc %s, UAR %s over %d exams%s"
            .formatted(
                share(confusion.weightedAccuracy()),
                share(confusion.unweightedAverageRecall()),
                confusion.total(),
                untrained ? " (UNTRAINED)" : ""));
    return lines;
  }

  private static String statuses(List<Answer> answers) {
    return answers.stream()
        .collect(
            Collectors.groupingBy(
                answer -> answer.prediction().getStatus().name().toLowerCase(Locale.ROOT),
                TreeMap::new,
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(status -> status.getValue() + " " + status.getKey())
        .collect(Collectors.joining(", "));
  }

  /** How many answers carry each of them. */
  private static String reasons(List<Answer> answers) {
    Map<String, Long> counts =
        answers.stream()
            .flatMap(
                answer -> answer.prediction().getReasons().stream().map(Reason::getCode).distinct())
            .collect(Collectors.groupingBy(Enum::name, TreeMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(reason -> reason.getValue() + " " + reason.getKey())
            .collect(Collectors.joining(", "));
  }

  /** Once for each model, whatever it said. */
  private static List<String> limits(List<Answer> answers) {
    return answers.stream()
        .map(answer -> PredictionText.limits(answer.prediction()))
        .filter(limits -> !limits.isEmpty())
        .distinct()
        .flatMap(limits -> Stream.concat(Stream.of(""), limits.stream()))
        .toList();
  }

  private static String latencies(List<Answer> answers) {
    List<Duration> sorted = answers.stream().map(Answer::latency).sorted().toList();
    if (sorted.isEmpty()) {
      return "-";
    }
    return "last chunk to verdict: median %s, 95 %% %s, longest %s"
        .formatted(
            Rows.latency(percentile(sorted, 0.5)),
            Rows.latency(percentile(sorted, 0.95)),
            Rows.latency(percentile(sorted, 1)));
  }

  /** The smallest value that is not below the given share of all. */
  private static Duration percentile(List<Duration> sorted, double share) {
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "not defined" : String.format(Locale.ROOT, "%.3f", value);
  }
}
