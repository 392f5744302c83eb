package org.murmurstream.core.exam;

import java.util.List;
import org.murmurstream.core.CycleInterval;

/**
 * What an expert marked in a recording.
 *
 * @param patientId pseudonym of the patient
 * @param examId the exam
 * @param recording the recording
 * @param intervals in rising order, not overlapping
 */
public record CycleMarks(
    String patientId, String examId, RecordingId recording, List<CycleInterval> intervals) {

  public CycleMarks {
    intervals = List.copyOf(intervals);
  }

  /** Ids are patient data: they are never printed. */
  @Override
  public String toString() {
    return "CycleMarks[%s, %d intervals]".formatted(recording, intervals.size());
  }
}
