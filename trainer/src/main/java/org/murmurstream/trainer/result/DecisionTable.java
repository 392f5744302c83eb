package org.murmurstream.trainer.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.UserException;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.data.CsvRows;

/**
 * Decisions as a CSV file: {@code patient_id}, of patients who were held out {@code fold} and
 * {@code finding}, then {@code murmur} and the probabilities to six decimals, then {@code
 * regression} and {@code reasons}, where those are known.
 *
 * <p>A decision that was made is spelt as in the data set: Present, Unknown, Absent. Decisions on
 * those held out are spelt in capitals, findings too.
 */
public final class DecisionTable {

  private static final String PATIENT = "patient_id";
  private static final String FOLD = "fold";
  private static final String MURMUR = "murmur";
  private static final String PRESENT = "p_present";
  private static final String UNKNOWN = "p_unknown";
  private static final String ABSENT = "p_absent";
  private static final String REGRESSION = "regression";
  private static final String REASONS = "reasons";

  private DecisionTable() {}

  /**
   * What stands below a title.
   *
   * @param cell of a patient
   */
  public record Column<T>(String title, Function<T, Object> cell) {}

  /** Writes decisions in their order, in place of any file of that name, all or nothing. */
  public static void write(Path file, List<PatientDecision> decisions) {
    var columns = new ArrayList<Column<PatientDecision>>();
    columns.add(new Column<>(PATIENT, PatientDecision::patientId));
    columns.add(new Column<>(MURMUR, decision -> decision.murmur().word()));
    columns.addAll(probabilities(PatientDecision::probabilities));
    columns.addAll(reasons(Function.identity()));
    write(file, decisions, columns);
  }

  /**
   * The same of patients who were held out, sorted by id.
   *
   * @param more columns at the end
   */
  public static void writeHeldOut(
      Path file, List<ScoredPatient> patients, List<Column<ScoredPatient>> more) {
    var columns = new ArrayList<Column<ScoredPatient>>();
    columns.add(new Column<>(PATIENT, one -> one.decision().patientId()));
    columns.add(new Column<>(FOLD, one -> one.decision().fold().orElseThrow()));
    columns.add(new Column<>("finding", ScoredPatient::label));
    columns.add(new Column<>(MURMUR, ScoredPatient::murmur));
    columns.addAll(probabilities(ScoredPatient::probabilities));
    columns.addAll(more);
    write(
        file,
        patients.stream().sorted(Comparator.comparing(one -> one.decision().patientId())).toList(),
        columns);
  }

  /**
   * Reads decisions by the titles of their columns, in whatever order; columns of other titles are
   * passed over.
   *
   * @throws UserException if a column is missing, a row makes no sense, or a patient is there twice
   */
  public static List<PatientDecision> read(Path file) {
    var decisions = new ArrayList<PatientDecision>();
    Set<String> seen = new HashSet<>();
    for (CsvRows.Row row : CsvRows.read(file)) {
      String patientId = row.get(PATIENT);
      if (!seen.add(patientId)) {
        throw row.complaint("has a patient who has a row already");
      }
      decisions.add(
          PatientDecision.of(patientId, murmur(row), probabilities(row), fold(row))
              .because(row.find(REGRESSION), reasons(row)));
    }
    return decisions;
  }

  /** A decision as a table keeps it. */
  public static PatientDecision rounded(PatientDecision decision) {
    Probabilities exact = decision.probabilities();
    return PatientDecision.of(
            decision.patientId(),
            decision.murmur(),
            new Probabilities(
                Double.parseDouble(text(exact.present())),
                Double.parseDouble(text(exact.unknown())),
                Double.parseDouble(text(exact.absent()))),
            decision.fold())
        .because(decision.regression(), ReasonText.rounded(decision.reasons()));
  }

  /** Which regression spoke, and what the decision deserves care for; empty where not known. */
  public static <T> List<Column<T>> reasons(Function<T, PatientDecision> of) {
    return List.of(
        new Column<>(REGRESSION, row -> of.apply(row).regression().orElse("")),
        new Column<>(REASONS, row -> ReasonText.of(of.apply(row).reasons())));
  }

  private static <T> List<Column<T>> probabilities(Function<T, Probabilities> of) {
    return List.of(
        new Column<>(PRESENT, row -> text(of.apply(row).present())),
        new Column<>(UNKNOWN, row -> text(of.apply(row).unknown())),
        new Column<>(ABSENT, row -> text(of.apply(row).absent())));
  }

  private static String text(double probability) {
    return String.format(Locale.ROOT, "%.6f", probability);
  }

  private static <T> void write(Path file, List<T> rows, List<Column<T>> columns) {
    var lines = new ArrayList<String>();
    lines.add(String.join(",", columns.stream().map(Column::title).toList()));
    for (T row : rows) {
      lines.add(
          String.join(
              ",", columns.stream().map(column -> column.cell().apply(row).toString()).toList()));
    }
    try {
      Path target = file.toAbsolutePath();
      Files.createDirectories(target.getParent());
      AtomicFiles.replace(target, partial -> Files.write(partial, lines));
    } catch (IOException e) {
      throw new UserException("%s cannot be written: %s".formatted(file, e), e);
    }
  }

  private static MurmurClass murmur(CsvRows.Row row) {
    String text = row.get(MURMUR);
    return Arrays.stream(MurmurClass.values())
        .filter(murmur -> murmur.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> row.complaint("has neither Present, Unknown nor Absent in 'murmur'"));
  }

  private static List<Prediction.Reason> reasons(CsvRows.Row row) {
    try {
      return ReasonText.parse(row.find(REASONS).orElse(""));
    } catch (IllegalArgumentException e) {
      UserException complaint = row.complaint("has reasons that this program does not know");
      complaint.initCause(e);
      throw complaint;
    }
  }

  private static OptionalInt fold(CsvRows.Row row) {
    return row.find(FOLD).isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) row.number(FOLD));
  }

  private static Probabilities probabilities(CsvRows.Row row) {
    try {
      return new Probabilities(row.number(PRESENT), row.number(UNKNOWN), row.number(ABSENT));
    } catch (IllegalArgumentException e) {
      UserException complaint = row.complaint("has probabilities that do not sum to 1");
      complaint.initCause(e);
      throw complaint;
    }
  }
}
