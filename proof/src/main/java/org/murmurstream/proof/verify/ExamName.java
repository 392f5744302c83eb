package org.murmurstream.proof.verify;

import org.murmurstream.core.exam.Chunk;
import org.murmurstream.kafka.predictions.PublishedPrediction;

/**
 * What the application knows an exam by.
 *
 * @param partition partition of the recordings
 * @param patientId pseudonym of the patient
 * @param examId the exam
 */
record ExamName(int partition, String patientId, String examId) {

  static ExamName of(int partition, Chunk chunk) {
    return new ExamName(partition, chunk.patientId(), chunk.examId());
  }

  static ExamName of(PublishedPrediction prediction) {
    return new ExamName(
        prediction.lastChunk().partition(), prediction.patientId(), prediction.examId());
  }

  /** Ids are patient data: they are never printed. */
  @Override
  public String toString() {
    return "ExamName[partition %d]".formatted(partition);
  }
}
