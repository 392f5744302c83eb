package org.murmurstream.trainer.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.UserException;
import org.murmurstream.core.metrics.Bootstrap;

/** A report as files: {@code metrics.json}, {@code report.md}, {@code failures.csv}, pictures. */
public final class ReportFolder {

  private final Path folder;

  /**
   * @param folder made if missing; files of the same names are replaced
   */
  public ReportFolder(Path folder) {
    this.folder = folder;
  }

  /** The report as lines of Markdown. */
  public static List<String> lines(Evaluation evaluation) {
    return ReportText.lines(evaluation, scores(evaluation));
  }

  /**
   * Writes a report.
   *
   * @param data what the patients are of, for people
   * @param losses see {@link TrainingCurves#read}
   * @return a sentence that says why there are no pictures, if there are none
   */
  public Optional<String> write(
      Evaluation evaluation, String data, Map<String, List<Double>> losses) {
    Map<String, Bootstrap.Interval> scores = scores(evaluation);
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("report.md"), ReportText.lines(evaluation, scores));
      Files.writeString(folder.resolve("metrics.json"), MetricsJson.all(evaluation, scores) + "\n");
      writeFailures(folder, evaluation.decisions());
      return draw(evaluation, data, scores, losses);
    } catch (IOException e) {
      throw new UserException("%s cannot be written: %s".formatted(folder, e), e);
    }
  }

  private Optional<String> draw(
      Evaluation evaluation,
      String data,
      Map<String, Bootstrap.Interval> scores,
      Map<String, List<Double>> losses)
      throws IOException {
    return Drawing.attempt(
        folder,
        () -> {
          String subject =
              "%s, %s, %d patients".formatted(evaluation.model(), data, evaluation.scored().size());
          var pictures = new Pictures(folder, subject);
          if (!losses.isEmpty()) {
            pictures.training(losses);
          }
          if (!evaluation.scored().isEmpty()) {
            var figures = new Figures(evaluation.scored());
            pictures.confusion(figures.confusion());
            pictures.curves(figures, scores);
            pictures.reliability(figures);
          }
        });
  }

  private static Map<String, Bootstrap.Interval> scores(Evaluation evaluation) {
    return evaluation.scored().isEmpty() ? Map.of() : new Figures(evaluation.scored()).all();
  }

  /** Writes {@code failures.csv}: what took no part, and why. */
  static void writeFailures(Path folder, List<PatientDecision> decisions) throws IOException {
    CsvMapper csv =
        CsvMapper.csvBuilder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();
    try (SequenceWriter failures =
        csv.writer(csv.schemaFor(Failure.class).withHeader())
            .writeValues(folder.resolve("failures.csv").toFile())) {
      for (PatientDecision patient : decisions) {
        String patientId = patient.patientId();
        for (PatientDecision.Fault fault : patient.faults()) {
          failures.write(
              new Failure(
                  patientId,
                  fault.site().name(),
                  Integer.toString(fault.index()),
                  fault.reason(),
                  fault.detail()));
        }
        if (patient.undecided().isPresent()) {
          failures.write(new Failure(patientId, "", "", patient.undecided().get(), ""));
        }
      }
    }
  }

  /** A row; site and recording are empty where it is of a whole patient. */
  @JsonPropertyOrder({"patient_id", "site", "recording", "reason", "detail"})
  private record Failure(
      @JsonProperty("patient_id") String patientId,
      String site,
      String recording,
      String reason,
      String detail) {}
}
