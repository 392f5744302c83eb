package org.murmurstream.data;

import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;

/**
 * A patient whose class is known.
 *
 * @param patientId pseudonym
 * @param subject the person; equal for all patient ids of one
 * @param label the finding
 */
public record LabelledPatient(String patientId, String subject, MurmurClass label) {

  /** Of whom clinicians found this. */
  public static LabelledPatient of(Diagnosis diagnosis) {
    return new LabelledPatient(diagnosis.patientId(), diagnosis.subject(), diagnosis.murmur());
  }

  /** Of a patient nothing is ever printed. */
  @Override
  public String toString() {
    return "LabelledPatient[]";
  }
}
