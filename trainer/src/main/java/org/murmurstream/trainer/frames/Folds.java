package org.murmurstream.trainer.frames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;

/**
 * Which patients are held out when: every patient in one fold, all patients that are one subject in
 * the same, each class spread evenly. Equal if every patient is in the same fold of both.
 */
public final class Folds {

  private static final String TITLES = "patient_id,fold";

  private final Map<String, Integer> foldOf;

  private Folds(Map<String, Integer> foldOf) {
    this.foldOf = foldOf;
  }

  /**
   * A patient to be placed.
   *
   * @param patientId pseudonym
   * @param subject the person; equal for all patient ids of one
   * @param label the finding
   */
  public record Patient(String patientId, String subject, MurmurClass label) {}

  /**
   * Draws folds. A subject counts as the rarest class among its patients.
   *
   * @param count number of folds, at least 2
   * @param seed same seed and patients, same folds, whatever the order of the patients
   */
  public static Folds draw(List<Patient> patients, int count, long seed) {
    var foldOf = new LinkedHashMap<String, Integer>();
    int next = 0;
    for (Subjects.OfClass stratum : Subjects.shuffled(patients, seed)) {
      if (stratum.subjects().size() < count) {
        throw new UserException(
            "%d folds need at least as many subjects of class %s; there are %d"
                .formatted(count, stratum.label(), stratum.subjects().size()));
      }
      for (List<Patient> subject : stratum.subjects()) {
        for (Patient patient : subject) {
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
    var lines = new ArrayList<String>();
    lines.add(TITLES);
    new TreeMap<>(foldOf).forEach((patient, fold) -> lines.add(patient + "," + fold));
    Files.write(file, lines);
  }

  /** Reads what {@link #write} wrote. */
  public static Folds read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    var foldOf = new LinkedHashMap<String, Integer>();
    for (int i = 0; i < lines.size(); i++) {
      String[] columns = lines.get(i).split(",", -1);
      if (i == 0
          ? !lines.get(0).equals(TITLES)
          : !columns[columns.length - 1].matches("\\d{1,2}")) {
        throw new UserException("%s, line %d: expected %s".formatted(file, i + 1, TITLES));
      }
      if (i > 0) {
        foldOf.put(columns[0], Integer.parseInt(columns[1]));
      }
    }
    return new Folds(foldOf);
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
