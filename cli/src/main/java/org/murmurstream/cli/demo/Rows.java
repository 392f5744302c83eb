package org.murmurstream.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.kafka.predictions.PredictionText;
import org.murmurstream.schemas.ModelIdentity;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.Probabilities;
import org.murmurstream.schemas.SiteEvidence;

/** Exams as lines of text, at most 100 columns wide. */
final class Rows {

  private static final String ROW = "%-9s%-16s%-13s%-17s%-9s%-9s%8s  %s";
  private static final int MODEL_NAME = 9;
  private static final int MODEL_VERSION = 7;
  private static final int BAR = 6;
  private static final int WIDTH = 100;
  private static final String INDENT = " ".repeat(9);

  private Rows() {}

  static String header() {
    return ROW.formatted(
        "patient", "sites", "status", "pres unkn abse", "verdict", "truth", "latency", "model");
  }

  /** An answered exam. */
  static String answer(ExamProgress exam, Answer answer) {
    MurmurPrediction prediction = answer.prediction();
    String revision =
        prediction.getRevision() == 1 ? "" : " (revision " + prediction.getRevision() + ")";
    return ROW.formatted(
            cut(exam.patientId(), 8),
            sites(prediction),
            lower(prediction.getStatus()),
            probabilities(prediction.getProbabilities()),
            PredictionText.verdict(prediction).map(MurmurClass::word).orElse("-"),
            exam.truth().map(MurmurClass::word).orElse("?"),
            latency(answer.latency()),
            model(prediction.getModel()))
        + revision;
  }

  /** An exam that is being uploaded or heard. */
  static String progress(ExamProgress exam) {
    String bars =
        exam.sites().entrySet().stream()
            .map(site -> site.getKey() + " " + bar(site.getValue()))
            .collect(Collectors.joining("  "));
    return "%-9s%s  %s"
        .formatted(cut(exam.patientId(), 8), bars, exam.uploaded() ? "heard" : exam.deviceId());
  }

  /** Why the verdict is what it is, and what to know before trusting it; to go below its row. */
  static List<String> why(Answer answer) {
    return PredictionText.why(answer.prediction()).stream()
        .flatMap(line -> wrapped(INDENT, line).stream())
        .toList();
  }

  /** Cut between words into lines that all begin in the same way. */
  static List<String> wrapped(String indent, String text) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && indent.length() + line.length() + 1 + word.length() > WIDTH) {
        lines.add(indent + line);
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(indent + line);
    return lines;
  }

  static String latency(Duration latency) {
    return String.format(Locale.ROOT, "%.2f s", latency.toMillis() / 1000.0);
  }

  /** UNTRAINED stands in the place of the name of a model that is. */
  static String model(ModelIdentity model) {
    String name = model.getTrained() ? cut(model.getName(), MODEL_NAME) : "UNTRAINED";
    return name + " " + cut(model.getVersion(), MODEL_VERSION);
  }

  /** The sites that took part; those that did not are bracketed. */
  private static String sites(MurmurPrediction prediction) {
    return prediction.getSites().stream()
        .map(site -> site.getUsed() ? name(site) : "(" + name(site) + ")")
        .collect(Collectors.joining(" "));
  }

  private static String name(SiteEvidence site) {
    return site.getSite().name();
  }

  private static String probabilities(Probabilities probabilities) {
    if (probabilities == null) {
      return "-";
    }
    return String.format(
        Locale.ROOT,
        "%.2f %.2f %.2f",
        probabilities.getPresent(),
        probabilities.getUnknown(),
        probabilities.getAbsent());
  }

  private static String bar(double share) {
    int full = (int) Math.round(share * BAR);
    return "\u2588".repeat(full) + "\u2591".repeat(BAR - full);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
