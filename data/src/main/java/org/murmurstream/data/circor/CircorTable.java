package org.murmurstream.data.circor;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.murmurstream.core.AgeGroup;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.MurmurDescription;

/**
 * The clinicians' findings, {@code training_data.csv}.
 *
 * <p>Problems name row and column, never what stands there.
 */
final class CircorTable {

  private static final ObjectReader ROWS =
      new CsvMapper()
          .readerForMapOf(String.class)
          .with(CsvSchema.emptySchema().withHeader())
          .with(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS);

  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final Map<String, Diagnosis> diagnoses = new HashMap<>();
  private final Subjects subjects = new Subjects();

  /** A table that knows nothing, for a folder without one. */
  CircorTable() {}

  /** One line; {@code number} counts from 1 below the titles. */
  private record Row(int number, Map<String, String> columns) {

    Optional<String> value(String column) {
      return Optional.ofNullable(columns.get(column))
          .map(String::strip)
          .filter(text -> !text.isEmpty() && !text.equals(CircorSpelling.MISSING));
    }

    String place() {
      return "%s, row %d".formatted(CircorFolder.TABLE, number);
    }
  }

  /** Reads a table of which everything must be right. */
  static CircorTable read(Path file, Problems problems) throws IOException {
    return read(file, problems, problems);
  }

  /**
   * Reads a table.
   *
   * @param problems told of rows and findings that are wrong
   * @param details told of what is wrong beside the finding; such a value is taken as not stated
   */
  static CircorTable read(Path file, Problems problems, Problems details) throws IOException {
    CircorTable table = new CircorTable();
    int number = 0;
    try (MappingIterator<Map<String, String>> rows = ROWS.readValues(file.toFile())) {
      while (rows.hasNextValue()) {
        number++;
        table.add(new Row(number, rows.nextValue()), problems);
      }
    } catch (JacksonException e) {
      problems.add(
          "%s, row %d: not as many columns as titles".formatted(CircorFolder.TABLE, number));
    }
    table.rows.forEach(
        (patientId, row) ->
            table
                .diagnosis(patientId, row, problems, details)
                .ifPresent(diagnosis -> table.diagnoses.put(patientId, diagnosis)));
    return table;
  }

  /** Every patient of the table, in its order. */
  Set<String> patientIds() {
    return rows.keySet();
  }

  /** The finding of a patient, without an exam's id; empty if the table holds no labels. */
  Optional<Diagnosis> diagnosis(String patientId) {
    return Optional.ofNullable(diagnoses.get(patientId));
  }

  private void add(Row row, Problems problems) {
    Optional<String> patientId = row.value(CircorSpelling.PATIENT_ID);
    if (patientId.isEmpty()) {
      problems.add("%s: no '%s'".formatted(row.place(), CircorSpelling.PATIENT_ID));
    } else if (rows.putIfAbsent(patientId.get(), row) != null) {
      problems.add(row.place() + ": this patient has a row already");
    } else {
      row.value(CircorSpelling.ADDITIONAL_ID)
          .ifPresent(other -> subjects.link(patientId.get(), other));
    }
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
          "%s: '%s' is neither Present, Absent nor Unknown"
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
      CircorSpelling.site(name)
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
