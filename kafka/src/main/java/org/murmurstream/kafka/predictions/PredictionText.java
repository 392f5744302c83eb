package org.murmurstream.kafka.predictions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.murmurstream.core.Flag;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.kafka.wire.PredictionWire;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.schemas.ModelIdentity;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.Reason;

/** Published predictions in words, for people. */
public final class PredictionText {

  private PredictionText() {}

  /** What is known of a prediction, the verdict first. */
  public static List<String> of(MurmurPrediction prediction) {
    var lines = new ArrayList<String>();
    lines.add(
        "exam %s of patient %s, revision %d: %s"
            .formatted(
                prediction.getExamId(),
                prediction.getPatientId(),
                prediction.getRevision(),
                verdict(prediction).map(MurmurClass::word).orElse("no verdict")));
    Optional.ofNullable(prediction.getExplanation()).ifPresent(lines::add);
    lines.addAll(reasons(prediction));
    return lines;
  }

  /** Why the verdict is what it is, in one line, if there is one; then each reason. */
  public static List<String> why(MurmurPrediction prediction) {
    var lines = new ArrayList<String>();
    PredictionWire.ruling(prediction)
        .ifPresent(ruling -> lines.add(ruling.brief(Wire.of(prediction.getProbabilities()))));
    lines.addAll(reasons(prediction));
    return lines;
  }

  /** The verdict, if there is one. */
  public static Optional<MurmurClass> verdict(MurmurPrediction prediction) {
    return Optional.ofNullable(prediction.getMurmur()).map(Wire::of);
  }

  /** What nobody should take a verdict of the model for; empty if it states nothing. */
  public static List<String> limits(MurmurPrediction prediction) {
    ModelIdentity model = prediction.getModel();
    var lines = new ArrayList<String>();
    if (!prediction.getLimits().isEmpty()) {
      lines.add("Limits of every verdict of %s %s:".formatted(model.getName(), model.getVersion()));
      prediction.getLimits().forEach(limit -> lines.add("- " + limit));
    }
    return lines;
  }

  private static List<String> reasons(MurmurPrediction prediction) {
    return prediction.getReasons().stream().map(PredictionText::reason).toList();
  }

  private static String reason(Reason reason) {
    String site = reason.getSite() == null ? "" : " at " + reason.getSite();
    String figures =
        reason.getFigures().stream()
            .map(Wire::of)
            .map(Flag.Figure::text)
            .collect(Collectors.joining(", "));
    return reason.getCode() + site + (figures.isEmpty() ? "" : ": " + figures);
  }
}
