package org.murmurstream.sim;

import org.murmurstream.data.SiteRecording;

/**
 * One upload of one chunk.
 *
 * @param recording the recording it is a piece of
 * @param sequence number within the recording, from 0
 * @param last whether it is the recording's last
 * @param fromSample its first sample
 * @param toSample the sample after its last one
 * @param beginSeconds when it began, in seconds from the start of the exam
 * @param dueSeconds when it is uploaded, likewise
 */
public record PlannedChunk(
    SiteRecording recording,
    int sequence,
    boolean last,
    int fromSample,
    int toSample,
    double beginSeconds,
    double dueSeconds) {

  PlannedChunk dueAt(double seconds) {
    return new PlannedChunk(recording, sequence, last, fromSample, toSample, beginSeconds, seconds);
  }
}
