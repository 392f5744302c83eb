package org.murmurstream.kafka.predictions;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.Reason;

/** Published predictions as rows of a table, for people. */
public final class PredictionRow {

  private static final String ROW = "%-20s  %-16s  %-12s  %3s  %-12s  %-8s  %7s  %7s  %7s  %s";

  private PredictionRow() {}

  /** What stands above the rows. */
  public static String titles() {
    return ROW.formatted(
        "decided (UTC)",
        "exam",
        "patient",
        "rev",
        "status",
        "verdict",
        "Present",
        "Unknown",
        "Absent",
        "reasons");
  }

  /** A prediction; what is longer than its column moves the rest. */
  public static String of(MurmurPrediction prediction) {
    List<String> probabilities =
        prediction.getProbabilities() == null
            ? List.of("-", "-", "-")
            : Arrays.stream(MurmurClass.values())
                .map(murmur -> Wire.of(prediction.getProbabilities()).of(murmur))
                .map(probability -> String.format(Locale.ROOT, "%.3f", probability))
                .toList();
    return ROW.formatted(
            time(prediction.getDecidedAt()),
            prediction.getExamId(),
            prediction.getPatientId(),
            prediction.getRevision(),
            prediction.getStatus().toString().toLowerCase(Locale.ROOT),
            PredictionText.verdict(prediction).map(MurmurClass::word).orElse("-"),
            probabilities.get(0),
            probabilities.get(1),
            probabilities.get(2),
            reasons(prediction.getReasons()))
        .stripTrailing();
  }

  private static String time(Instant decided) {
    return decided.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String reasons(List<Reason> reasons) {
    return reasons.stream()
        .map(reason -> (reason.getSite() == null ? "" : reason.getSite() + ":") + reason.getCode())
        .distinct()
        .collect(Collectors.joining(" "));
  }
}
