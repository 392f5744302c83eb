package org.murmurstream.core.exam;

import java.time.Duration;

/**
 * Every duration and limit of an exam's life.
 *
 * @param progressTimeout how long an exam waits for its next chunk before what is complete decides
 * @param totalTimeout how long an exam may take in all, counted from its first chunk, or from the
 *     chunk that reopened it
 * @param revisionWindow how long after the first answer late chunks are still taken in
 * @param remembrance how long after that window an exam is remembered as closed, so that a
 *     straggler becomes a dead letter and not a second answer
 * @param maxChunkBytes largest {@code samples} of a chunk, in bytes
 * @param maxChunksPerRecording most chunks of one recording
 * @param maxRecordingSeconds longest recording, in seconds
 * @param maxExamBytes most samples of one exam over its whole life, in bytes
 * @param maxWaitingExamsPerPatient most exams of one patient that wait for chunks at a time
 * @param maxWaitingExamsPerDevice most exams of one device that wait for chunks at a time; counted
 *     for each partition by itself
 */
public record GatherPolicy(
    Duration progressTimeout,
    Duration totalTimeout,
    Duration revisionWindow,
    Duration remembrance,
    int maxChunkBytes,
    int maxChunksPerRecording,
    int maxRecordingSeconds,
    long maxExamBytes,
    int maxWaitingExamsPerPatient,
    int maxWaitingExamsPerDevice) {

  /**
   * For people at work with one stethoscope.
   *
   * <ul>
   *   <li>2 min of silence: moving the stethoscope and calming a child takes less, and nobody waits
   *       longer for a screening result.
   *   <li>30 min in all: a device that keeps trickling must not hold an answer back.
   *   <li>4 h of revisions: half a clinic day, after which a verdict has been acted upon. It costs
   *       some 15 kB a recording, about 1 GB of disk at one exam a second.
   *   <li>7 days of remembrance: longer than a device buffers offline, some 100 bytes an exam.
   *   <li>256 KiB a chunk is what the schema allows; 4096 chunks are 80 s in pieces of 20 ms; 32
   *       MiB are five sites of a minute each at 48 kHz.
   *   <li>5 min a recording: auscultation at one site takes 5 to 60 s, and the model hears one
   *       recording at a time, so the longest is what others may have to wait for.
   *   <li>8 waiting exams of a patient and 256 of a device are far beyond honest use, and bound
   *       what a broken device can make us store.
   * </ul>
   */
  public static final GatherPolicy DEFAULT =
      new GatherPolicy(
          Duration.ofMinutes(2),
          Duration.ofMinutes(30),
          Duration.ofHours(4),
          Duration.ofDays(7),
          ChunkLimits.MAX_SAMPLES_BYTES,
          4096,
          300,
          32L * 1024 * 1024,
          8,
          256);

  public GatherPolicy {
    requirePositive(progressTimeout, "progressTimeout");
    requirePositive(totalTimeout, "totalTimeout");
    requirePositive(revisionWindow, "revisionWindow");
    requirePositive(remembrance, "remembrance");
    requirePositive(maxChunkBytes, "maxChunkBytes");
    requirePositive(maxChunksPerRecording, "maxChunksPerRecording");
    requirePositive(maxRecordingSeconds, "maxRecordingSeconds");
    requirePositive(maxExamBytes, "maxExamBytes");
    requirePositive(maxWaitingExamsPerPatient, "maxWaitingExamsPerPatient");
    requirePositive(maxWaitingExamsPerDevice, "maxWaitingExamsPerDevice");
    if (totalTimeout.compareTo(progressTimeout) < 0) {
      throw new IllegalArgumentException(
          "totalTimeout (%s) must not be shorter than progressTimeout (%s)"
              .formatted(totalTimeout, progressTimeout));
    }
  }

  private static void requirePositive(Duration duration, String name) {
    requirePositive(duration.toMillis(), name);
  }

  private static void requirePositive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
