package org.murmurstream.sim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Collectors;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.data.ExamRecordings;
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

  /** As it travels. */
  public Chunk of(ExamRecordings exam, String deviceId) {
    int count = toSample - fromSample;
    ByteBuffer samples = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    samples.asShortBuffer().put(recording.audio().samples(), fromSample, count);
    return new Chunk(
        exam.patientId(),
        exam.examId(),
        deviceId,
        new RecordingId(recording.site(), recording.index()),
        sequence,
        last,
        recording.audio().sampleRateHz(),
        samples.array(),
        exam.sites().stream().collect(Collectors.toMap(site -> site, site -> 1, Integer::sum)));
  }

  PlannedChunk dueAt(double seconds) {
    return new PlannedChunk(recording, sequence, last, fromSample, toSample, beginSeconds, seconds);
  }
}
