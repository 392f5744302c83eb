package org.murmurstream.trainer.replay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import org.murmurstream.model.circor.CircorFolder;

/**
 * What exams are called in a data set, where a patient has one exam. A patient's first exam goes by
 * the patient's id, if the layout takes it; every other by that id, a dot, and eight hexadecimal
 * digits of the SHA-256 of patient and exam.
 */
final class RowIds {

  /** The order of the table. */
  static final Comparator<String> ORDER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private static final int KEPT_CHARACTERS = 100;
  private static final int SUFFIX_BYTES = 4;

  private RowIds() {}

  /**
   * @param first whether it is the patient's first exam in the archive
   */
  static String of(String patientId, String examId, boolean first) {
    if (first && CircorFolder.takesPatientId(patientId)) {
      return patientId;
    }
    String kept =
        patientId.substring(0, Math.min(KEPT_CHARACTERS, patientId.length())).replace('_', '-');
    return kept + "." + suffix(patientId + "\n" + examId);
  }

  private static String suffix(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, SUFFIX_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
