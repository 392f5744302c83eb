package org.murmurstream.cli.demo;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.kafka.predictions.PredictionText;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.Probabilities;

/** What is told of an answered exam, in the order in which it stands in a row. */
enum Column {
  PATIENT("", "patient", 9, 0, (exam, answer) -> exam.patientId()),
  SITES("", "sites heard", 16, 4, (exam, answer) -> sites(answer.prediction())),
  STATUS("", "status", 13, 6, (exam, answer) -> lower(answer.prediction().getStatus())),
  PRESENT("probability of", "Present", 9, 5, probability(Probabilities::getPresent)),
  UNKNOWN("", "Unknown", 9, 5, probability(Probabilities::getUnknown)),
  ABSENT("", "Absent", 8, 5, probability(Probabilities::getAbsent)),
  VERDICT("", "verdict", 9, 0, (exam, answer) -> verdict(answer.prediction())),
  TRUTH("", "diagnosis", 10, 1, (exam, answer) -> word(exam.truth(), "?")),
  LATENCY("answered", "after", 9, 3, (exam, answer) -> Rows.latency(answer.latency())),
  MODEL("", "model", 20, 7, (exam, answer) -> Rows.model(answer.prediction().getModel()));

  private final String group;
  private final String title;
  private final int width;
  private final int rank;

  @SuppressWarnings("ImmutableEnumChecker") // a function without a state
  private final BiFunction<ExamProgress, Answer, String> text;

  /**
   * @param group above the titles of this column and those that follow; may be empty
   * @param width with the space to the next
   * @param rank the highest are left out first where there is not room for all; 0 stays
   */
  Column(
      String group,
      String title,
      int width,
      int rank,
      BiFunction<ExamProgress, Answer, String> text) {
    this.group = group;
    this.title = title;
    this.width = width;
    this.rank = rank;
    this.text = text;
  }

  int width() {
    return width;
  }

  int rank() {
    return rank;
  }

  String group() {
    return group;
  }

  String title() {
    return padded(title);
  }

  String cell(ExamProgress exam, Answer answer) {
    String whole = text.apply(exam, answer);
    return padded(whole.length() < width ? whole : whole.substring(0, width - 1));
  }

  private String padded(String word) {
    return word + " ".repeat(Math.max(0, width - word.length()));
  }

  /** The sites that took part; those that did not are bracketed. */
  private static String sites(MurmurPrediction prediction) {
    return prediction.getSites().stream()
        .map(site -> site.getUsed() ? site.getSite().name() : "(" + site.getSite().name() + ")")
        .collect(Collectors.joining(" "));
  }

  private static String verdict(MurmurPrediction prediction) {
    return word(PredictionText.verdict(prediction), "-");
  }

  private static String word(Optional<MurmurClass> murmur, String otherwise) {
    return murmur.map(MurmurClass::word).orElse(otherwise);
  }

  private static BiFunction<ExamProgress, Answer, String> probability(
      ToDoubleFunction<Probabilities> of) {
    return (exam, answer) -> {
      Probabilities all = answer.prediction().getProbabilities();
      return all == null ? "-" : String.format(Locale.ROOT, "%.2f", of.applyAsDouble(all));
    };
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
