package org.murmurstream.data.split;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.data.LabelledPatient;

/**
 * Which patient is in which subset, a CSV file with {@code patient_id} and {@code subset}. Subsets
 * may have any names; those of a training are train, valid (or validation) and test.
 */
public final class Split {

  private static final String COLUMN = "subset";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
  private static final double ROUNDING = 1e-6;

  /** Subsets that nothing is learnt from, the one to be judged by first. */
  private static final List<String> HELD_OUT = List.of("test", "validation", "valid");

  private final String name;
  private final Map<String, String> subsetOf;

  private Split(String name, Map<String, String> subsetOf) {
    this.name = name;
    this.subsetOf = subsetOf;
  }

  /** What a patient is for in a training. */
  public enum Subset {
    /** To learn from. */
    TRAIN("train"),
    /** To choose the epoch. */
    VALID("valid"),
    /** To be judged; never seen before. */
    TEST("test");

    private static final Map<String, Subset> WORDS =
        Map.of("train", TRAIN, "valid", VALID, "validation", VALID, "test", TEST);

    private final String word;

    Subset(String word) {
      this.word = word;
    }
  }

  /**
   * Draws subsets: all patients that are one subject in the same, each class spread by the shares.
   * A subject counts as the rarest class among its patients, and goes where most is lacking of its
   * class.
   *
   * @param shares of the subsets, in their order; above 0, together 1
   * @param seed same seed, shares and patients, same subsets, whatever the order of the patients
   * @throws UserException if shares or names are none, or a subset would lack a class
   */
  public static Split draw(List<LabelledPatient> patients, Map<String, Double> shares, long seed) {
    check(shares);
    var subsetOf = new TreeMap<String, String>();
    for (Strata.OfClass stratum : Strata.shuffled(patients, seed)) {
      int all = stratum.subjects().size();
      Map<String, Integer> taken = new LinkedHashMap<>();
      shares.keySet().forEach(subset -> taken.put(subset, 0));
      for (List<LabelledPatient> subject : stratum.subjects()) {
        String neediest = neediest(shares, taken, all);
        taken.merge(neediest, 1, Integer::sum);
        subject.forEach(patient -> subsetOf.put(patient.patientId(), neediest));
      }
      taken.forEach(
          (subset, subjects) -> {
            if (subjects == 0) {
              throw new UserException(
                  "subset %s would have none of the %d subjects of class %s; make it larger"
                      .formatted(subset, all, stratum.label()));
            }
          });
    }
    return new Split("subsets", subsetOf);
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
      List<LabelledPatient> patients,
      Folds folds,
      int validationParts,
      long seed,
      boolean sharedSubjects) {
    var splits = new ArrayList<Split>();
    for (int fold = 0; fold < folds.count(); fold++) {
      int own = fold;
      List<LabelledPatient> others =
          patients.stream().filter(p -> folds.of(p.patientId()) != own).toList();
      Folds parts = Folds.draw(others, validationParts, seed);
      var subsetOf = new TreeMap<String, String>();
      for (LabelledPatient patient : patients) {
        String id = patient.patientId();
        Subset subset =
            folds.of(id) == fold ? Subset.TEST : parts.of(id) == 0 ? Subset.VALID : Subset.TRAIN;
        subsetOf.put(id, subset.word);
      }
      splits.add(new Split("fold " + fold, subsetOf).checked(patients, sharedSubjects));
    }
    return splits;
  }

  /**
   * Reads a split into subsets of any names.
   *
   * @throws UserException if it has not the two columns, no patient, or a patient twice
   */
  public static Split read(Path file) {
    return new Split(file.toString(), SplitFile.read(file, COLUMN, row -> row.get(COLUMN)));
  }

  /**
   * Reads a split to train with, subsets being train, valid (or validation) and test.
   *
   * @param sharedSubjects whether a subject may be on two sides, as in splits that were published
   * @throws UserException if a line is none, a patient is missing or unknown, a class is missing
   *     from a subset, or a subject is on two sides without leave
   */
  public static Split read(Path file, List<LabelledPatient> patients, boolean sharedSubjects) {
    Set<String> known = new HashSet<>(patients.stream().map(LabelledPatient::patientId).toList());
    var strangers = new ArrayList<Integer>();
    Map<String, String> subsetOf =
        SplitFile.read(
            file,
            COLUMN,
            row -> {
              Subset subset = Subset.WORDS.get(row.get(COLUMN));
              if (subset == null) {
                throw row.complaint("has neither train, valid nor test in 'subset'");
              }
              if (!known.contains(row.get("patient_id"))) {
                strangers.add(row.number());
              }
              return subset.word;
            });
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
    return new Split(file.toString(), subsetOf).checked(patients, sharedSubjects);
  }

  /** What a patient of a training is for. */
  public Subset of(LabelledPatient patient) {
    return Subset.WORDS.get(subset(patient.patientId()));
  }

  /** The name of the subset in which a patient is. */
  public String subset(String patientId) {
    String subset = subsetOf.get(patientId);
    if (subset == null) {
      throw new UserException("a patient is in no subset");
    }
    return subset;
  }

  /**
   * The name of the subset to be judged by.
   *
   * @param wanted its name; by default {@code test}, else {@code validation} or {@code valid}, else
   *     the only one
   * @throws UserException if there is no such subset
   */
  public String judged(Optional<String> wanted) {
    Set<String> names = new TreeSet<>(subsetOf.values());
    Optional<String> chosen =
        wanted.isPresent()
            ? wanted.filter(names::contains)
            : HELD_OUT.stream()
                .filter(names::contains)
                .findFirst()
                .or(() -> names.stream().filter(only -> names.size() == 1).findFirst());
    return chosen.orElseThrow(
        () ->
            new UserException(
                "%s has no subset %s; choose with --subset among %s"
                    .formatted(name, wanted.orElse("test"), String.join(", ", names))));
  }

  /** The patients of a subset, in the order of the file. */
  public List<String> patients(String subset) {
    return subsetOf.entrySet().stream()
        .filter(entry -> entry.getValue().equals(subset))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Writes the split, or makes sure that it is the one which was written before.
   *
   * @throws UserException if it is another
   */
  public void keep(Path file) throws IOException {
    if (!Files.exists(file)) {
      write(file);
    } else if (!Files.readAllLines(file).equals(SplitFile.lines(COLUMN, subsetOf))) {
      throw new UserException(
          "%s was begun with another split of the patients; give the same one, or another folder"
              .formatted(file.getParent()));
    }
  }

  /** Writes {@code patient_id,subset}, sorted by id. */
  public void write(Path file) throws IOException {
    SplitFile.write(file, COLUMN, subsetOf);
  }

  /** Of patients only their number is ever printed. */
  @Override
  public String toString() {
    return "Split[" + name + ", " + subsetOf.size() + " patients]";
  }

  private Split checked(List<LabelledPatient> patients, boolean sharedSubjects) {
    var subjects = new HashMap<String, Subset>();
    var shared = new HashSet<String>();
    for (LabelledPatient patient : patients) {
      Subset other = subjects.putIfAbsent(patient.subject(), of(patient));
      if (other != null && other != of(patient)) {
        shared.add(patient.subject());
      }
    }
    if (!shared.isEmpty() && !sharedSubjects) {
      throw new UserException(
          ("%s: %d persons are on two sides under two ids, which flatters the result; group them,"
                  + " or allow it with --shared-subjects to repeat a published split")
              .formatted(name, shared.size()));
    }
    for (Subset subset : Subset.values()) {
      for (MurmurClass label : MurmurClass.values()) {
        if (patients.stream().noneMatch(p -> of(p) == subset && p.label() == label)) {
          throw new UserException(
              "%s: there is no patient of class %s in subset %s"
                  .formatted(name, label, subset.word));
        }
      }
    }
    return this;
  }

  private static String neediest(Map<String, Double> shares, Map<String, Integer> taken, int all) {
    String neediest = null;
    double most = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      double lacking = share.getValue() * all - taken.get(share.getKey());
      if (lacking > most) {
        most = lacking;
        neediest = share.getKey();
      }
    }
    return neediest;
  }

  private static void check(Map<String, Double> shares) {
    double sum = 0;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      if (!NAME.matcher(share.getKey()).matches()) {
        throw new UserException(
            "a subset's name has lower-case letters, digits, _ and -, and begins with a letter; '%s' does not"
                .formatted(share.getKey()));
      }
      if (!(share.getValue() > 0)) {
        throw new UserException("the share of subset %s must be above 0".formatted(share.getKey()));
      }
      sum += share.getValue();
    }
    if (shares.size() < 2 || Math.abs(sum - 1) > ROUNDING) {
      throw new UserException(
          "there must be at least two subsets whose shares sum to 1; these %d sum to %s"
              .formatted(shares.size(), sum));
    }
  }
}
