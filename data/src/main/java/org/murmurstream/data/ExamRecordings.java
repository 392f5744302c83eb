package org.murmurstream.data;

import java.util.List;
import java.util.Optional;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.Sha256;

/**
 * Everything that is uploaded of one exam.
 *
 * @param examId id of the exam
 * @param patientId pseudonym of the patient
 * @param recordings its recordings in the order in which they are made
 * @param diagnosis what clinicians found, if that is known
 */
public record ExamRecordings(
    String examId,
    String patientId,
    List<SiteRecording> recordings,
    Optional<Diagnosis> diagnosis) {

  /** Ids have 128 characters at most. */
  private static final int LONGEST_KEPT = 116;

  private static final int DIGEST_DIGITS = 16;

  public ExamRecordings {
    recordings = List.copyOf(recordings);
  }

  /**
   * The id of a patient's n-th exam: the same patient may be examined again, under a new id. Of a
   * patient's id that is too long to be followed by anything, the end gives way to a digest.
   */
  public static String idOf(String patientId, int visit) {
    String id =
        patientId.length() <= LONGEST_KEPT
            ? patientId
            : patientId.substring(0, LONGEST_KEPT - DIGEST_DIGITS)
                + Sha256.of(patientId).substring(0, DIGEST_DIGITS);
    return id + "-e" + visit;
  }

  /** The site of each recording, in the order of the schema: one recorded twice is there twice. */
  public List<AuscultationSite> sites() {
    return recordings.stream().map(SiteRecording::site).sorted().toList();
  }

  @Override
  public String toString() {
    return "ExamRecordings[%s, %d recordings]".formatted(examId, recordings.size());
  }
}
