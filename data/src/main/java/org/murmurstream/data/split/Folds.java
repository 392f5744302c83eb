package org.murmurstream.data.split;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.murmurstream.core.UserException;
import org.murmurstream.data.CsvRows;
import org.murmurstream.data.LabelledPatient;

/**
 * Which patients are held out when: every patient in one fold, all patients that are one subject in
 * the same, each class spread evenly. Equal if every patient is in the same fold of both.
 */
public final class Folds {

  private static final String COLUMN = "fold";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,2}");

  private final Map<String, Integer> foldOf;

  private Folds(Map<String, Integer> foldOf) {
    this.foldOf = foldOf;
  }

  /**
   * Draws folds. A subject counts as the rarest class among its patients.
   *
   * @param count number of folds, at least 2
   * @param seed same seed and patients, same folds, whatever the order of the patients
   */
  public static Folds draw(List<LabelledPatient> patients, int count, long seed) {
    var foldOf = new LinkedHashMap<String, Integer>();
    int next = 0;
    for (Strata.OfClass stratum : Strata.shuffled(patients, seed)) {
      if (stratum.subjects().size() < count) {
        throw new UserException(
            "%d folds need at least as many subjects of class %s; there are %d"
                .formatted(count, stratum.label(), stratum.subjects().size()));
      }
      for (List<LabelledPatient> subject : stratum.subjects()) {
        for (LabelledPatient patient : subject) {
          foldOf.put(patient.patientId(), next % count);
        }
        next++;
      }
    }
    return new Folds(foldOf);
  }

  /**
   * The fold in which a patient is held out, from 0.
   *
   * @throws UserException if it is in none
   */
  public int of(String patientId) {
    Integer fold = foldOf.get(patientId);
    if (fold == null) {
      throw new UserException(
          "a patient of the data is in none of the folds: they were drawn of other data");
    }
    return fold;
  }

  /** Whether a patient is held out in a fold; not so if it is in none. */
  public boolean holdsOut(String patientId, int fold) {
    return foldOf.getOrDefault(patientId, -1) == fold;
  }

  public int count() {
    return 1 + Collections.max(foldOf.values());
  }

  /** Writes {@code patient_id,fold}, sorted by id. */
  public void write(Path file) throws IOException {
    SplitFile.write(file, COLUMN, foldOf);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws UserException if it has not the two columns, a fold is no number, or a patient is there
   *     twice
   */
  public static Folds read(Path file) {
    return new Folds(SplitFile.read(file, COLUMN, Folds::number));
  }

  private static int number(CsvRows.Row row) {
    if (!NUMBER.matcher(row.get(COLUMN)).matches()) {
      throw row.complaint("has no number of a fold in 'fold'");
    }
    return Integer.parseInt(row.get(COLUMN));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Folds folds && foldOf.equals(folds.foldOf);
  }

  @Override
  public int hashCode() {
    return foldOf.hashCode();
  }
}
