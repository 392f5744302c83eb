package org.murmurstream.kafka.wire;

/**
 * What an encoder made of the audio of a site.
 *
 * @param patientId pseudonym of the patient
 * @param examId the exam
 * @param encoderDigest of front end and encoder, 64 hexadecimal digits
 * @param audioDigest of the audio, likewise
 * @param recordings how many recordings were embedded
 * @param vector their mean, [width]
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record SiteVector(
    String patientId,
    String examId,
    String encoderDigest,
    String audioDigest,
    int recordings,
    float[] vector) {

  /** Ids are patient data: they are never printed. */
  @Override
  public String toString() {
    return "SiteVector[%d values]".formatted(vector.length);
  }
}
