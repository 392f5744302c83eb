package org.murmurstream.core.exam;

import java.util.Map;
import org.murmurstream.core.AuscultationSite;

/**
 * A chunk that is sound in itself, within {@link ChunkLimits}.
 *
 * @param patientId pseudonym of the patient
 * @param examId the exam
 * @param deviceId the device
 * @param recording the recording it is a piece of
 * @param sequence its number within the recording, from 0
 * @param last whether no sequence of the recording is higher
 * @param sampleRateHz samples per second
 * @param samples 16-bit little-endian samples; never changed after construction
 * @param announced recordings the exam intends, by site; empty if the chunk says nothing
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared: fingerprint() is for that
public record Chunk(
    String patientId,
    String examId,
    String deviceId,
    RecordingId recording,
    int sequence,
    boolean last,
    int sampleRateHz,
    byte[] samples,
    Map<AuscultationSite, Integer> announced) {

  public Chunk {
    announced = Map.copyOf(announced);
  }

  /** The first 64 bits of the SHA-256 of the samples: what tells a duplicate from a conflict. */
  public long fingerprint() {
    return AudioDigest.fingerprint(samples);
  }

  /** Ids and audio are patient data: neither is ever printed. */
  @Override
  public String toString() {
    return "Chunk[%s, sequence=%d, last=%s, %d bytes at %d Hz]"
        .formatted(recording, sequence, last, samples.length, sampleRateHz);
  }
}
