package org.murmurstream.cli.predict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Flag;
import org.murmurstream.core.HeartBeats;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.ExamEvidence;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.trainer.result.MarkdownTable;

/** A prediction for people to read: the verdict and why, then its sites, reasons and limits. */
public final class PredictionTable {

  private static final int WIDTH = 100;
  private static final String ROW = "%-15s%s";
  private static final String NOTHING = "-";

  private final Prediction prediction;
  private final List<String> lines = new ArrayList<>();

  private PredictionTable(Prediction prediction) {
    this.prediction = prediction;
  }

  /** The lines to print, without the patient's id. */
  public static List<String> lines(Prediction prediction) {
    var table = new PredictionTable(prediction);
    table.verdict();
    table.sites();
    table.reasons();
    table.limits();
    return table.lines;
  }

  private void verdict() {
    Optional<Verdict> verdict = prediction.verdict();
    row("verdict", verdict.map(v -> v.murmur().word()).orElse("none"));
    row("status", prediction.status().name());
    row(
        "probabilities",
        verdict.map(Verdict::probabilities).map(PredictionTable::words).orElse(NOTHING));
    row("why", verdict.map(Verdict::explanation).orElseGet(this::whyNone));
    row("model", model(prediction.model()));
  }

  private String whyNone() {
    return prediction.evidence().failed()
        ? "The model failed."
        : "No recording could be used; the reasons below tell what to mend.";
  }

  private void sites() {
    var table =
        new MarkdownTable(
            "site",
            "used",
            "present",
            "unknown",
            "absent",
            "recordings",
            "seconds",
            "bpm",
            "cycles",
            "reasons");
    for (ExamEvidence.Site site : prediction.evidence().sites()) {
      Optional<Verdict.SiteShare> share =
          prediction.verdict().map(verdict -> verdict.sites().get(site.site()));
      List<Prediction.Reason> reasons = reasons(Optional.of(site.site()));
      Optional<Probabilities> alone = share.map(Verdict.SiteShare::alone);
      Optional<SignalQuality> quality = site.found().map(SiteEvidence::quality);
      table.row(
          site.site(),
          share.isPresent() ? "yes" : "no",
          alone.map(p -> number(p.present(), 3)).orElse(NOTHING),
          alone.map(p -> number(p.unknown(), 3)).orElse(NOTHING),
          alone.map(p -> number(p.absent(), 3)).orElse(NOTHING),
          site.completeRecordings(),
          quality.map(q -> number(q.seconds(), 1)).orElse(NOTHING),
          quality.map(q -> number(q.heartRateBpm())).orElse(NOTHING),
          share
              .flatMap(Verdict.SiteShare::beats)
              .map(HeartBeats::usableCycles)
              .map(String::valueOf)
              .orElse(NOTHING),
          reasons.isEmpty()
              ? NOTHING
              : reasons.stream().map(PredictionTable::text).collect(Collectors.joining("; ")));
    }
    lines.add("");
    lines.add("Each site, and what the model says with this site alone:");
    lines.addAll(table.lines());
  }

  /** Those of the whole; those of sites stand beside them. */
  private void reasons() {
    List<Prediction.Reason> whole = reasons(Optional.empty());
    if (!whole.isEmpty()) {
      lines.add("");
      lines.add("Reasons for care:");
      whole.forEach(reason -> item(text(reason)));
    }
  }

  private List<Prediction.Reason> reasons(Optional<AuscultationSite> site) {
    return prediction.reasons().stream().filter(reason -> reason.site().equals(site)).toList();
  }

  private void limits() {
    List<String> limits = prediction.verdict().map(Verdict::limits).orElse(List.of());
    if (!limits.isEmpty()) {
      lines.add("");
      lines.add("Limits:");
      limits.forEach(this::item);
    }
  }

  private static String text(Prediction.Reason reason) {
    String figures =
        reason.figures().stream().map(Flag.Figure::text).collect(Collectors.joining(", "));
    return reason.caution() + (figures.isEmpty() ? "" : ": " + figures);
  }

  private static String words(Probabilities probabilities) {
    return "Present %s, Unknown %s, Absent %s"
        .formatted(
            number(probabilities.present(), 3),
            number(probabilities.unknown(), 3),
            number(probabilities.absent(), 3));
  }

  private static String model(ModelIdentity model) {
    return "%s %s%s"
        .formatted(
            model.name(), model.version(), model.trained() ? "" : ", UNTRAINED: means nothing");
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble(), 0) : NOTHING;
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private void row(String name, String text) {
    wrapped(ROW.formatted(name, ""), text);
  }

  private void item(String text) {
    wrapped("* ", text);
  }

  /** Words in lines of a width that terminals have, below each other. */
  private void wrapped(String head, String text) {
    var line = new StringBuilder(head);
    boolean begun = false;
    for (String word : text.split(" ", -1)) {
      if (begun && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(head.length()));
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
      begun = true;
    }
    lines.add(line.toString());
  }
}
