package org.murmurstream.trainer.result;

import org.murmurstream.core.Pcm;

/**
 * Under which condition recordings are heard.
 *
 * @param title tells it from all others, whose alterations differ; empty as they were recorded
 * @param alteration what becomes of a recording before it is heard
 */
public record Condition(String title, Alteration alteration) {

  /** As they were recorded. */
  public static final Condition AS_RECORDED =
      new Condition("", (patientId, recordingName, audio) -> audio);

  /** What becomes of a recording before it is heard. Safe for use by several threads. */
  @FunctionalInterface
  public interface Alteration {

    /**
     * The recording as it is heard.
     *
     * @param recordingName tells it from the patient's others
     * @param audio as it was recorded
     */
    Pcm of(String patientId, String recordingName, Pcm audio);
  }
}
