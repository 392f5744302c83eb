package org.murmurstream.trainer.replay;

import java.util.Comparator;
import java.util.regex.Pattern;
import org.murmurstream.core.Sha256;
import org.murmurstream.data.circor.CircorFolder;

/**
 * What exams are called in a data set, where a patient has one exam. A patient's first exam goes by
 * the patient's id, if it is a plain one, without an underscore; every other by that id, a dot, and
 * eight hexadecimal digits of the SHA-256 of patient and exam.
 */
final class RowIds {

  /** The order of the table. */
  static final Comparator<String> ORDER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private static final int KEPT_CHARACTERS = 100;
  private static final int SUFFIX_DIGITS = 8;

  private static final int LONGEST_PLAIN = 120;

  /** In front of a file's name they hide it. */
  private static final Pattern HIDING = Pattern.compile("^\\.+");

  private RowIds() {}

  /**
   * @param first whether it is the patient's first exam in the archive
   */
  static String of(String patientId, String examId, boolean first) {
    if (first && isPlain(patientId)) {
      return patientId;
    }
    String kept =
        patientId.substring(0, Math.min(KEPT_CHARACTERS, patientId.length())).replace('_', '-');
    kept = HIDING.matcher(kept).replaceFirst("-");
    return kept + "." + Sha256.of(patientId + "\n" + examId).substring(0, SUFFIX_DIGITS);
  }

  /** Narrower than what data sets take, so that a manifest gives the names that it always gave. */
  private static boolean isPlain(String patientId) {
    return CircorFolder.takesPatientId(patientId)
        && patientId.length() <= LONGEST_PLAIN
        && patientId.indexOf('_') < 0;
  }
}
