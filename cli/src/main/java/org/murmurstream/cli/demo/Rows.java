package org.murmurstream.cli.demo;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.kafka.wire.Wire;
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
            prediction.getMurmur() == null ? "-" : word(Wire.of(prediction.getMurmur())),
            exam.truth().map(Rows::word).orElse("?"),
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

  static String word(MurmurClass murmur) {
    String lower = lower(murmur);
    return lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
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
