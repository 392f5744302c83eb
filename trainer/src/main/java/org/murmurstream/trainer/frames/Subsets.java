package org.murmurstream.trainer.frames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.murmurstream.core.UserException;

/**
 * Patients in named subsets of given shares: all patients that are one subject in the same, each
 * class spread by the shares.
 */
public final class Subsets {

  private static final String TITLES = "patient_id,subset";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
  private static final double ROUNDING = 1e-6;

  private final SortedMap<String, String> subsetOf;

  private Subsets(SortedMap<String, String> subsetOf) {
    this.subsetOf = subsetOf;
  }

  /**
   * Draws subsets. A subject counts as the rarest class among its patients, and goes where most is
   * lacking of its class.
   *
   * @param shares of the subsets, in their order; above 0, together 1
   * @param seed same seed, shares and patients, same subsets, whatever the order of the patients
   * @throws UserException if shares or names are none, or a subset would lack a class
   */
  public static Subsets draw(List<Folds.Patient> patients, Map<String, Double> shares, long seed) {
    check(shares);
    SortedMap<String, String> subsetOf = new TreeMap<>();
    for (Subjects.OfClass stratum : Subjects.shuffled(patients, seed)) {
      int all = stratum.subjects().size();
      Map<String, Integer> taken = new LinkedHashMap<>();
      shares.keySet().forEach(name -> taken.put(name, 0));
      for (List<Folds.Patient> subject : stratum.subjects()) {
        String neediest = neediest(shares, taken, all);
        taken.merge(neediest, 1, Integer::sum);
        subject.forEach(patient -> subsetOf.put(patient.patientId(), neediest));
      }
      taken.forEach(
          (name, subjects) -> {
            if (subjects == 0) {
              throw new UserException(
                  "subset %s would have none of the %d subjects of class %s; make it larger"
                      .formatted(name, all, stratum.label()));
            }
          });
    }
    return new Subsets(subsetOf);
  }

  /** The subset in which a patient is. */
  public String of(String patientId) {
    String subset = subsetOf.get(patientId);
    if (subset == null) {
      throw new UserException("a patient is in no subset");
    }
    return subset;
  }

  /** Writes {@code patient_id,subset}, sorted by id. */
  public void write(Path file) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(TITLES);
    subsetOf.forEach((patient, subset) -> lines.add(patient + "," + subset));
    Files.write(file, lines);
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
