package org.murmurstream.proof.verify;

import org.murmurstream.kafka.predictions.PublishedEmbedding;

/**
 * What embeddings know an exam by; they do not say of which partition its chunks were.
 *
 * @param patientId pseudonym of the patient
 * @param examId the exam
 */
record ExamSubject(String patientId, String examId) {

  static ExamSubject of(ExamName exam) {
    return new ExamSubject(exam.patientId(), exam.examId());
  }

  static ExamSubject of(PublishedEmbedding embedding) {
    return new ExamSubject(embedding.patientId(), embedding.examId());
  }

  /** Ids are patient data: they are never printed. */
  @Override
  public String toString() {
    return "ExamSubject";
  }
}
