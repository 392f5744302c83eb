package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.data.CsvRows;
import org.murmurstream.trainer.frames.Folds;

/** Which patients are learnt from, which decide when to stop, and which are judged in the end. */
public final class Split {

  private static final String TITLES = "patient_id,subset";

  private final String name;
  private final Map<String, Subset> subsetOf;

  private Split(String name, Map<String, Subset> subsetOf) {
    this.name = name;
    this.subsetOf = subsetOf;
  }

  /** What a patient is for. */
  public enum Subset {
    /** To learn from. */
    TRAIN,
    /** To choose the epoch. */
    VALID,
    /** To be judged; never seen before. */
    TEST;

    private static final Map<String, Subset> WORDS =
        Map.of("train", TRAIN, "valid", VALID, "validation", VALID, "test", TEST);

    String word() {
      return switch (this) {
        case TRAIN -> "train";
        case VALID -> "valid";
        case TEST -> "test";
      };
    }
  }

  /**
   * A split for each fold: its patients are judged, one part of the others chooses the epoch, and
   * the rest is learnt from. That part is drawn as folds are, grouped and stratified, from a seed
   * of its own.
   *
   * @param validationParts into how many parts the others are cut
   * @param sharedSubjects whether a subject may be on two sides, as in folds that were published
   */
  public static List<Split> ofFolds(
      List<Folds.Patient> patients,
      Folds folds,
      int validationParts,
      long seed,
      boolean sharedSubjects) {
    var splits = new ArrayList<Split>();
    for (int fold = 0; fold < folds.count(); fold++) {
      int own = fold;
      List<Folds.Patient> others =
          patients.stream().filter(p -> folds.of(p.patientId()) != own).toList();
      Folds parts = Folds.draw(others, validationParts, seed);
      var subsetOf = new TreeMap<String, Subset>();
      for (Folds.Patient patient : patients) {
        String id = patient.patientId();
        subsetOf.put(
            id,
            folds.of(id) == fold ? Subset.TEST : parts.of(id) == 0 ? Subset.VALID : Subset.TRAIN);
      }
      splits.add(checked(new Split("fold " + fold, subsetOf), patients, sharedSubjects));
    }
    return splits;
  }

  /**
   * Reads a split, {@code patient_id,subset}, subsets being train, valid (or validation) and test.
   *
   * @param sharedSubjects whether a subject may be on two sides, as in splits that were published
   * @throws UserException if a line is none, a patient is missing or unknown, a class is missing
   *     from a subset, or a subject is on two sides without leave
   */
  public static Split read(Path file, List<Folds.Patient> patients, boolean sharedSubjects) {
    Set<String> known = new HashSet<>(patients.stream().map(Folds.Patient::patientId).toList());
    var subsetOf = new LinkedHashMap<String, Subset>();
    var strangers = new ArrayList<Integer>();
    for (CsvRows.Row row : CsvRows.read(file)) {
      String patientId = row.get("patient_id");
      Subset subset = Subset.WORDS.get(row.get("subset"));
      if (subset == null) {
        throw row.complaint("has neither train, valid nor test in 'subset'");
      }
      if (subsetOf.put(patientId, subset) != null) {
        throw row.complaint("has a patient who has a row already");
      }
      if (!known.contains(patientId)) {
        strangers.add(row.number());
      }
    }
    if (!strangers.isEmpty()) {
      throw new UserException(
          "%s names %d patients of whom there are no recordings, the first in row %d"
              .formatted(file, strangers.size(), strangers.get(0)));
    }
    known.removeAll(subsetOf.keySet());
    if (!known.isEmpty()) {
      throw new UserException(
          "%s leaves out %d of %d patients; give each a subset"
              .formatted(file, known.size(), patients.size()));
    }
    return checked(new Split(file.toString(), subsetOf), patients, sharedSubjects);
  }

  /** What a patient is for. */
  public Subset of(Folds.Patient patient) {
    return subsetOf.get(patient.patientId());
  }

  /** The patients of a subset, in the order given. */
  public List<EmbeddedPatient> choose(List<EmbeddedPatient> patients, Subset subset) {
    return patients.stream().filter(patient -> of(patient.patient()) == subset).toList();
  }

  /**
   * Writes the split, or makes sure that it is the one which was written before.
   *
   * @throws UserException if it is another
   */
  public void keep(Path file) throws IOException {
    if (!Files.exists(file)) {
      write(file);
    } else if (!Files.readAllLines(file).equals(lines())) {
      throw new UserException(
          "%s was begun with another split of the patients; give the same one, or another folder"
              .formatted(file.getParent()));
    }
  }

  /** Writes {@code patient_id,subset}, sorted by id. */
  public void write(Path file) throws IOException {
    Files.write(file, lines());
  }

  private List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(TITLES);
    new TreeMap<>(subsetOf).forEach((id, subset) -> lines.add(id + "," + subset.word()));
    return lines;
  }

  private static Split checked(Split split, List<Folds.Patient> patients, boolean sharedSubjects) {
    var subjects = new HashMap<String, Subset>();
    var shared = new HashSet<String>();
    for (Folds.Patient patient : patients) {
      Subset other = subjects.putIfAbsent(patient.subject(), split.of(patient));
      if (other != null && other != split.of(patient)) {
        shared.add(patient.subject());
      }
    }
    if (!shared.isEmpty() && !sharedSubjects) {
      throw new UserException(
          ("%s: %d persons are on two sides under two ids, which flatters the result; group them,"
                  + " or allow it with --shared-subjects to repeat a published split")
              .formatted(split.name, shared.size()));
    }
    for (Subset subset : Subset.values()) {
      for (MurmurClass label : MurmurClass.values()) {
        if (patients.stream().noneMatch(p -> split.of(p) == subset && p.label() == label)) {
          throw new UserException(
              "%s: there is no patient of class %s in subset %s"
                  .formatted(split.name, label, subset.word()));
        }
      }
    }
    return split;
  }
}
