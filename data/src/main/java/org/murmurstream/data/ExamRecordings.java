package org.murmurstream.data;

import java.util.List;
import java.util.Optional;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;

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

  public ExamRecordings {
    recordings = List.copyOf(recordings);
  }

  /** The id of a patient's n-th exam: the same patient may be examined again, under a new id. */
  public static String idOf(String patientId, int visit) {
    return patientId + "-e" + visit;
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
