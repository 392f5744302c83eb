package org.murmurstream.data.circor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.murmurstream.core.AgeGroup;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.MurmurDescription;
import org.murmurstream.core.UserException;
import org.murmurstream.data.CsvRows;

/**
 * The clinicians' findings: {@code training_data.csv}, or the lines {@code #title: value} of the
 * patients' texts.
 *
 * <p>Problems name row and column, never what stands there.
 */
final class CircorTable {

  private static final Set<String> NOTHING = Set.of("nan", "na", "n/a");

  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Map<String, Diagnosis> diagnoses = new HashMap<>();
  private final Subjects subjects = new Subjects();
  private boolean hasFindings;

  /** A table that knows nothing, for a folder without one. */
  CircorTable() {}

  /**
   * What is stated of a patient.
   *
   * @param place where, for people
   * @param columns by title, in upper or lower case
   */
  private record Row(String place, Map<String, String> columns) {

    Optional<String> value(String column) {
      return Optional.ofNullable(columns.get(column))
          .map(String::strip)
          .filter(text -> !text.isEmpty() && !NOTHING.contains(text.toLowerCase(Locale.ROOT)));
    }
  }

  /** Reads a table of which everything must be right. */
  static CircorTable read(Path file, Problems problems) {
    return read(file, problems, problems);
  }

  /**
   * Reads a table.
   *
   * @param problems told of rows and findings that are wrong
   * @param details told of what is wrong beside the finding; such a value is taken as not stated
   */
  static CircorTable read(Path file, Problems problems, Problems details) {
    CircorTable table = new CircorTable();
    CsvRows.Table csv;
    try {
      csv = CsvRows.table(file);
    } catch (UserException e) {
      problems.add(e.getMessage());
      return table;
    }
    if (!csv.has(CircorSpelling.PATIENT_ID)) {
      problems.add(
          "%s has no column '%s'".formatted(file.getFileName(), CircorSpelling.PATIENT_ID));
      return table;
    }
    for (CsvRows.Row row : csv.rows()) {
      String place = "%s, row %d".formatted(file.getFileName(), row.number());
      table.add(new Row(place, row.columns()), problems);
    }
    table.hasFindings = csv.has(CircorSpelling.MURMUR);
    table.diagnose(problems, details);
    return table;
  }

  /**
   * What the patients' texts state.
   *
   * @param problems as above
   * @param details as above
   */
  static CircorTable of(Collection<CircorText> texts, Problems problems, Problems details) {
    CircorTable table = new CircorTable();
    texts.forEach(
        text ->
            table.add(
                text.patientId(), new Row(text.patientId() + ".txt", text.stated()), problems));
    table.diagnose(problems, details);
    return table;
  }

  /** Whether a file is a table of findings of some of these patients. */
  static boolean isOfAny(Path file, Set<String> patientIds) {
    try {
      CsvRows.Table csv = CsvRows.table(file);
      return csv.has(CircorSpelling.PATIENT_ID)
          && csv.has(CircorSpelling.MURMUR)
          && csv.rows().stream()
              .flatMap(row -> row.find(CircorSpelling.PATIENT_ID).stream())
              .anyMatch(patientIds::contains);
    } catch (UserException e) {
      return false;
    }
  }

  /** Every patient of the table, in its order. */
  Set<String> patientIds() {
    return rows.keySet();
  }

  /** Whether it has a column of findings, if an empty one. */
  boolean hasFindings() {
    return hasFindings;
  }

  /** How many patients have a finding. */
  int findings() {
    return diagnoses.size();
  }

  /** The finding of a patient, without an exam's id; empty if the table holds no labels. */
  Optional<Diagnosis> diagnosis(String patientId) {
    return Optional.ofNullable(diagnoses.get(patientId));
  }

  private void add(Row row, Problems problems) {
    Optional<String> patientId = row.value(CircorSpelling.PATIENT_ID);
    if (patientId.isEmpty()) {
      problems.add("%s: no '%s'".formatted(row.place(), CircorSpelling.PATIENT_ID));
    } else {
      add(patientId.get(), row, problems);
    }
  }

  private void add(String patientId, Row row, Problems problems) {
    if (rows.putIfAbsent(patientId, row) != null) {
      problems.add(row.place() + ": this patient has a row already");
    } else {
      row.value(CircorSpelling.ADDITIONAL_ID).ifPresent(other -> subjects.link(patientId, other));
    }
  }

  private void diagnose(Problems problems, Problems details) {
    rows.forEach(
        (patientId, row) ->
            diagnosis(patientId, row, problems, details)
                .ifPresent(diagnosis -> diagnoses.put(patientId, diagnosis)));
  }

  private Optional<Diagnosis> diagnosis(
      String patientId, Row row, Problems problems, Problems details) {
    Optional<String> label = row.value(CircorSpelling.MURMUR);
    if (label.isEmpty()) {
      return Optional.empty();
    }
    Optional<MurmurClass> murmur = CircorSpelling.murmur(label.get());
    if (murmur.isEmpty()) {
      problems.add(
          "%s: '%s' is neither Present, Unknown nor Absent"
              .formatted(row.place(), CircorSpelling.MURMUR));
      return Optional.empty();
    }
    return Optional.of(
        new Diagnosis(
            patientId,
            Optional.empty(),
            Optional.of(subjects.of(patientId)),
            murmur.get(),
            sites(row, CircorSpelling.MURMUR_LOCATIONS, details),
            sites(row, CircorSpelling.MOST_AUDIBLE, details).stream().findFirst(),
            description(row, CircorSpelling.SYSTOLIC),
            description(row, CircorSpelling.DIASTOLIC),
            age(row, details)));
  }

  private static Optional<AgeGroup> age(Row row, Problems problems) {
    Optional<String> text = row.value(CircorSpelling.AGE);
    Optional<AgeGroup> age = text.flatMap(CircorSpelling::age);
    if (text.isPresent() && age.isEmpty()) {
      problems.add("%s: '%s' is no age group".formatted(row.place(), CircorSpelling.AGE));
    }
    return age;
  }

  private static List<AuscultationSite> sites(Row row, String column, Problems problems) {
    List<AuscultationSite> sites = new ArrayList<>();
    for (String name : row.value(column).map(text -> text.split("\\+")).orElse(new String[0])) {
      CircorSpelling.site(name.strip())
          .ifPresentOrElse(
              sites::add,
              () -> problems.add("%s: '%s' names no site".formatted(row.place(), column)));
    }
    sites.sort(Comparator.naturalOrder());
    return sites;
  }

  private static Optional<MurmurDescription> description(Row row, String phase) {
    MurmurDescription description =
        new MurmurDescription(
            row.value(phase + CircorSpelling.TIMING),
            row.value(phase + CircorSpelling.SHAPE),
            row.value(phase + CircorSpelling.GRADING),
            row.value(phase + CircorSpelling.PITCH),
            row.value(phase + CircorSpelling.QUALITY));
    return description.equals(MurmurDescription.NONE) ? Optional.empty() : Optional.of(description);
  }
}
