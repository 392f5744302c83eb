package org.murmurstream.data;

import java.util.List;

/** Patients who can be examined. Safe for use by several threads. */
public interface ExamSource {

  /** The patients' ids, in a fixed order. */
  List<String> patientIds();

  /**
   * Examines one patient; the same patient always gives the same samples.
   *
   * @param visit number of the visit, from 1; it goes into the exam's id
   * @throws org.murmurstream.core.UserException if this patient's data cannot be read
   */
  ExamRecordings examine(String patientId, int visit);
}
