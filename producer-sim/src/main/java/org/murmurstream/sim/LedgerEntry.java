package org.murmurstream.sim;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.exam.Chunk;

/**
 * One chunk that the broker has acknowledged.
 *
 * @param exam id of the exam; the patient is not named
 * @param site where it was recorded
 * @param recording number of the recording among those of the site, from 0
 * @param sequence number of the chunk within the recording, from 0
 * @param last whether it is the recording's last
 * @param sha256 of the chunk's samples as sent, 64 hexadecimal digits
 * @param partition where the broker put it
 * @param offset its offset there
 */
@JsonPropertyOrder({
  "exam",
  "site",
  "recording",
  "sequence",
  "last",
  "sha256",
  "partition",
  "offset"
})
public record LedgerEntry(
    String exam,
    AuscultationSite site,
    int recording,
    int sequence,
    boolean last,
    String sha256,
    int partition,
    long offset) {

  /**
   * Of a chunk.
   *
   * @param sha256 of its samples
   * @param acked where the broker put it
   */
  public static LedgerEntry of(Chunk chunk, String sha256, RecordMetadata acked) {
    return new LedgerEntry(
        chunk.examId(),
        chunk.recording().site(),
        chunk.recording().number(),
        chunk.sequence(),
        chunk.last(),
        sha256,
        acked.partition(),
        acked.offset());
  }
}
