package org.murmurstream.stream.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.murmurstream.core.exam.RecordingId;

/** What the ear made of each recording, kept for as long as an answer may rest on it. */
public final class EvidenceStore {

  private final KeyValueStore<Bytes, byte[]> hearings;

  public EvidenceStore(ProcessingContext context) {
    this.hearings = Stores.of(context, Stores.HEARINGS);
  }

  public void put(ExamKey exam, RecordingId id, StoredEvidence hearing) {
    hearings.put(exam.recording(id), hearing.encode());
  }

  /**
   * Reads what was found in a recording.
   *
   * @throws IllegalStateException if the recording has not been heard
   */
  public StoredEvidence get(ExamKey exam, RecordingId id) {
    byte[] value = hearings.get(exam.recording(id));
    if (value == null) {
      throw new IllegalStateException("the hearing store lacks a recording that was heard");
    }
    return StoredEvidence.decode(value);
  }

  public void delete(ExamKey exam, RecordingId id) {
    hearings.delete(exam.recording(id));
  }
}
