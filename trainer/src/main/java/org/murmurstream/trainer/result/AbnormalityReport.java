package org.murmurstream.trainer.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.core.metrics.Ranking;
import org.murmurstream.data.cinc.Cinc2016Reference;
import org.murmurstream.trainer.run.JsonFiles;

/**
 * Decisions on murmurs beside hearts that are known to be normal or abnormal. The two are different
 * questions: a diseased heart need not murmur. So Present is read as "abnormal", Absent as "normal"
 * and Unknown as neither, and W.acc and UAR, which are of murmurs, are not given.
 */
public final class AbnormalityReport {

  private static final String SENSITIVITY = "sensitivity";
  private static final String SPECIFICITY = "specificity";
  private static final String MEAN = "mean of both";
  private static final String AUROC = "AUROC abnormal";

  private static final Map<String, ToDoubleFunction<List<Judged>>> MEASURES = measures();

  private final Evaluation evaluation;
  private final List<Judged> judged;

  /**
   * @param evaluation without findings of murmurs
   * @param reference what is known of the hearts
   */
  public AbnormalityReport(Evaluation evaluation, Cinc2016Reference reference) {
    this.evaluation = evaluation;
    this.judged = new ArrayList<>();
    for (PatientDecision decision : evaluation.decisions()) {
      reference
          .of(decision.patientId())
          .ifPresent(abnormal -> judged.add(new Judged(decision, abnormal)));
    }
  }

  private record Judged(PatientDecision decision, boolean abnormal) {

    boolean is(MurmurClass murmur) {
      return decision.murmur() == murmur;
    }
  }

  /** The report as lines of Markdown. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("# Evaluation on normal and abnormal hearts");
    lines.add("");
    evaluation
        .warning()
        .ifPresent(
            warning -> {
              lines.add(warning);
              lines.add("");
            });
    lines.add(
        "%s, %d recordings, each a patient of its own at a site that nobody knows."
            .formatted(evaluation.model(), evaluation.decisions().size()));
    lines.add(
        "The model says whether there is a murmur; what is known is whether the heart is abnormal, which is another"
            + " question. Present is read as abnormal, Absent as normal, Unknown as neither.");
    if (judged.isEmpty()) {
      lines.add("Of none of them it is known whether it is abnormal: there is nothing to score.");
      return lines;
    }
    lines.add("Scores are of the %d of whom it is known.".formatted(judged.size()));
    lines.add("");
    var scores = new MarkdownTable("score", "value", "95 %");
    MEASURES.forEach(
        (name, measure) -> {
          Bootstrap.Interval interval = interval(measure);
          scores.row(
              name,
              Figures.text(interval.estimate()),
              "%s – %s".formatted(Figures.text(interval.low()), Figures.text(interval.high())));
        });
    lines.addAll(scores.lines());
    lines.add("");
    var counts = new MarkdownTable("decided \\ known", "abnormal", "normal");
    for (MurmurClass decided : MurmurClass.values()) {
      counts.row(decided.word(), count(decided, true), count(decided, false));
    }
    lines.addAll(counts.lines());
    return lines;
  }

  /** The figures on one line of JSON; those that are not defined are null. */
  public String json() {
    var mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    JsonFiles.putFinite(json, SENSITIVITY, MEASURES.get(SENSITIVITY).applyAsDouble(judged));
    JsonFiles.putFinite(json, SPECIFICITY, MEASURES.get(SPECIFICITY).applyAsDouble(judged));
    JsonFiles.putFinite(json, "mean", MEASURES.get(MEAN).applyAsDouble(judged));
    JsonFiles.putFinite(json, "aurocAbnormal", MEASURES.get(AUROC).applyAsDouble(judged));
    ArrayNode rows = json.putArray("confusion");
    for (MurmurClass decided : MurmurClass.values()) {
      rows.addArray().add(count(decided, true)).add(count(decided, false));
    }
    json.put("patients", evaluation.decisions().size());
    json.put("unheard", evaluation.unheard());
    json.put("bundle", evaluation.digest().orElse(null));
    try {
      return mapper.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures are plain data", e);
    }
  }

  /** Writes {@code report.md}, {@code metrics.json} and {@code failures.csv}. */
  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("report.md"), lines());
      Files.writeString(folder.resolve("metrics.json"), json() + "\n");
      ReportFolder.writeFailures(folder, evaluation.decisions());
    } catch (IOException e) {
      throw new UserException("%s cannot be written: %s".formatted(folder, e), e);
    }
  }

  /** How many have no entry in the reference, in a sentence; empty if all have. */
  public Optional<String> remark() {
    int unknown = evaluation.decisions().size() - judged.size();
    return unknown == 0
        ? Optional.empty()
        : Optional.of(
            "%d of %d recordings are not in REFERENCE.csv and are in no score"
                .formatted(unknown, evaluation.decisions().size()));
  }

  private Bootstrap.Interval interval(ToDoubleFunction<List<Judged>> measure) {
    return Bootstrap.STANDARD.interval(judged, measure);
  }

  private long count(MurmurClass decided, boolean abnormal) {
    return judged.stream().filter(one -> one.is(decided) && one.abnormal() == abnormal).count();
  }

  private static Map<String, ToDoubleFunction<List<Judged>>> measures() {
    var measures = new LinkedHashMap<String, ToDoubleFunction<List<Judged>>>();
    measures.put(SENSITIVITY, of -> share(of, true, MurmurClass.PRESENT));
    measures.put(SPECIFICITY, of -> share(of, false, MurmurClass.ABSENT));
    measures.put(
        MEAN,
        of -> (share(of, true, MurmurClass.PRESENT) + share(of, false, MurmurClass.ABSENT)) / 2);
    measures.put(AUROC, AbnormalityReport::auroc);
    return measures;
  }

  private static double share(List<Judged> all, boolean abnormal, MurmurClass decided) {
    List<Judged> known = all.stream().filter(one -> one.abnormal() == abnormal).toList();
    return (double) known.stream().filter(one -> one.is(decided)).count() / known.size();
  }

  private static double auroc(List<Judged> all) {
    var positive = new boolean[all.size()];
    var score = new double[all.size()];
    for (int i = 0; i < score.length; i++) {
      positive[i] = all.get(i).abnormal();
      score[i] = all.get(i).decision().probabilities().present();
    }
    return Ranking.auroc(positive, score);
  }
}
