package org.murmurstream.core.exam;

import org.murmurstream.core.Evidence;

/**
 * The evidence of one recording, and the audio it was found in by name.
 *
 * @param audioDigest the recording's {@link AudioDigest}, 32 bytes
 * @param evidence what the model found
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record TracedEvidence(byte[] audioDigest, Evidence evidence) {

  /** Derived from a patient's audio: the digest is never printed. */
  @Override
  public String toString() {
    return "TracedEvidence[%s]".formatted(evidence);
  }
}
