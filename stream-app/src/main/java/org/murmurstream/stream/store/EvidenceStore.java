package org.murmurstream.stream.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.murmurstream.core.exam.TracedEvidence;

/** The evidence of each recording, kept for as long as an answer may rest on it. */
public final class EvidenceStore {

  private final KeyValueStore<Bytes, byte[]> hearings;

  public EvidenceStore(ProcessingContext context) {
    this.hearings = Stores.of(context, Stores.HEARINGS);
  }

  public void put(RecordingKey recording, TracedEvidence evidence) {
    hearings.put(recording.bytes(), EvidenceCodec.encode(evidence));
  }

  /**
   * Reads what was found in a recording.
   *
   * @throws IllegalStateException if the recording has not been heard
   */
  public TracedEvidence get(RecordingKey recording) {
    byte[] value = hearings.get(recording.bytes());
    if (value == null) {
      throw new IllegalStateException("the hearing store lacks a recording that was heard");
    }
    return EvidenceCodec.decode(value);
  }

  public boolean holds(RecordingKey recording) {
    return hearings.get(recording.bytes()) != null;
  }

  public void delete(RecordingKey recording) {
    hearings.delete(recording.bytes());
  }
}
