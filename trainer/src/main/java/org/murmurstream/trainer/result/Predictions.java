package org.murmurstream.trainer.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.UserException;
import org.murmurstream.data.CsvRows;

/**
 * Decisions as a CSV file, classes spelt as the data set does: Present, Unknown, Absent. What
 * {@code murmur decide} writes can be read too.
 */
public final class Predictions {

  private static final String TITLES = "patient_id,murmur,p_present,p_unknown,p_absent";

  private Predictions() {}

  /** Writes decisions in their order, in place of any file of that name, all or nothing. */
  public static void write(Path file, List<Decision> decisions) {
    var lines = new ArrayList<String>();
    lines.add(TITLES);
    for (Decision decision : decisions) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s,%s,%.6f,%.6f,%.6f",
              decision.patientId(),
              spell(decision.murmur()),
              decision.probabilities().present(),
              decision.probabilities().unknown(),
              decision.probabilities().absent()));
    }
    try {
      Path target = file.toAbsolutePath();
      Files.createDirectories(target.getParent());
      AtomicFiles.replace(target, partial -> Files.write(partial, lines));
    } catch (IOException e) {
      throw new UserException("%s cannot be written: %s".formatted(file, e), e);
    }
  }

  /**
   * Reads decisions by the titles of their columns; columns of other titles are passed over.
   *
   * @throws UserException if a column is missing, a row makes no sense, or a patient is there twice
   */
  public static List<Decision> read(Path file) {
    var decisions = new ArrayList<Decision>();
    Set<String> seen = new HashSet<>();
    for (CsvRows.Row row : CsvRows.read(file)) {
      String patientId = row.get("patient_id");
      if (!seen.add(patientId)) {
        throw row.complaint("has a patient who has a row already");
      }
      decisions.add(new Decision(patientId, murmur(row), probabilities(row), fold(row), Map.of()));
    }
    return decisions;
  }

  /** As the data set spells it. */
  static String spell(MurmurClass murmur) {
    String name = murmur.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static MurmurClass murmur(CsvRows.Row row) {
    String text = row.get("murmur");
    return Arrays.stream(MurmurClass.values())
        .filter(murmur -> murmur.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> row.complaint("has neither Present, Unknown nor Absent in 'murmur'"));
  }

  private static OptionalInt fold(CsvRows.Row row) {
    return row.find("fold").isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of((int) row.number("fold"));
  }

  private static Probabilities probabilities(CsvRows.Row row) {
    try {
      return new Probabilities(
          row.number("p_present"), row.number("p_unknown"), row.number("p_absent"));
    } catch (IllegalArgumentException e) {
      UserException complaint = row.complaint("has probabilities that do not sum to 1");
      complaint.initCause(e);
      throw complaint;
    }
  }
}
