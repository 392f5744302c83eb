package org.murmurstream.cli.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.MurmurClass;

/**
 * How far one exam is.
 *
 * @param examId the exam
 * @param patientId its patient's pseudonym
 * @param deviceId the device that uploads it
 * @param truth what clinicians found, if that is known
 * @param sites share of each site's chunks that the broker has acknowledged, 0 to 1, in the order
 *     of the schema
 * @param uploaded whether everything that is sent of it is acknowledged
 * @param answers what was published about it, in the order in which it was read
 */
public record ExamProgress(
    String examId,
    String patientId,
    String deviceId,
    Optional<MurmurClass> truth,
    Map<AuscultationSite, Double> sites,
    boolean uploaded,
    List<Answer> answers) {

  boolean isAnswered() {
    return !answers.isEmpty();
  }
}
