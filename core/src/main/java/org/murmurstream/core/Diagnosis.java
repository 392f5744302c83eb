package org.murmurstream.core;

import java.util.List;
import java.util.Optional;

/**
 * The findings of clinicians: the label of an exam. What is not stated is empty.
 *
 * @param patientId pseudonym of the patient
 * @param examId the exam it belongs to; empty for every exam of this patient
 * @param subjectId the person, where several patient ids belong to one
 * @param murmur the finding for the whole exam
 * @param murmurLocations sites where the murmur is heard, in the order of sites
 * @param mostAudibleSite where it is loudest
 * @param systolic the systolic murmur
 * @param diastolic the diastolic murmur
 * @param ageGroup the patient's age group
 */
public record Diagnosis(
    String patientId,
    Optional<String> examId,
    Optional<String> subjectId,
    MurmurClass murmur,
    List<AuscultationSite> murmurLocations,
    Optional<AuscultationSite> mostAudibleSite,
    Optional<MurmurDescription> systolic,
    Optional<MurmurDescription> diastolic,
    Optional<AgeGroup> ageGroup) {

  public Diagnosis {
    murmurLocations = List.copyOf(murmurLocations);
  }

  /** A finding of which nothing but the class is stated. */
  public static Diagnosis of(String patientId, MurmurClass murmur) {
    return new Diagnosis(
        patientId,
        Optional.empty(),
        Optional.empty(),
        murmur,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The person: splits are by subject, since several patient ids may belong to one. */
  public String subject() {
    return subjectId.orElse(patientId);
  }

  /** The same findings for one exam of one patient id. */
  public Diagnosis ofExam(String otherPatientId, String otherExamId) {
    return new Diagnosis(
        otherPatientId,
        Optional.of(otherExamId),
        subjectId,
        murmur,
        murmurLocations,
        mostAudibleSite,
        systolic,
        diastolic,
        ageGroup);
  }

  /** The same findings of a person. */
  public Diagnosis ofSubject(String otherSubjectId) {
    return new Diagnosis(
        patientId,
        examId,
        Optional.of(otherSubjectId),
        murmur,
        murmurLocations,
        mostAudibleSite,
        systolic,
        diastolic,
        ageGroup);
  }

  /** Findings are patient data: nothing of them is ever printed. */
  @Override
  public String toString() {
    return "Diagnosis[]";
  }
}
