package org.murmurstream.data.split;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.UserException;
import org.murmurstream.data.CsvRows;

/** CSV files that say in which part of a split each patient is: {@code patient_id} and the part. */
final class SplitFile {

  private static final String PATIENT = "patient_id";

  private SplitFile() {}

  /**
   * Reads a file.
   *
   * @param column the title over the parts
   * @param part takes a row for what stands there
   * @return parts by patient, in the order of the file
   * @throws UserException if a column is missing, there is no patient, or one twice
   */
  static <T> Map<String, T> read(Path file, String column, Function<CsvRows.Row, T> part) {
    var parts = new LinkedHashMap<String, T>();
    for (CsvRows.Row row : CsvRows.read(file)) {
      if (parts.put(row.get(PATIENT), part.apply(row)) != null) {
        throw row.complaint("has a patient who has a row already");
      }
    }
    if (parts.isEmpty()) {
      throw new UserException("%s names no patients; write one a line".formatted(file));
    }
    return parts;
  }

  /** Writes a file, sorted by patient. */
  static void write(Path file, String column, Map<String, ?> parts) throws IOException {
    AtomicFiles.replace(file, partial -> Files.write(partial, lines(column, parts)));
  }

  /** What {@link #write} writes. */
  static List<String> lines(String column, Map<String, ?> parts) {
    var lines = new ArrayList<String>();
    lines.add(PATIENT + "," + column);
    new TreeMap<>(parts).forEach((patient, part) -> lines.add(patient + "," + part));
    return lines;
  }
}
