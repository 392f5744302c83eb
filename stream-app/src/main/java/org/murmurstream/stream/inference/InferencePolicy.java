package org.murmurstream.stream.inference;

import java.time.Duration;

/**
 * How recordings and exams are handed to the ear.
 *
 * @param maxBatch most recordings heard at once
 * @param queueCapacity most recordings, and most decisions, waiting for the ear in memory; whatever
 *     waits beyond it stays on disk
 * @param queueBytes no more recordings are read into memory from this size of their samples on
 * @param turnSeconds seconds of sound of one device that are heard in a row while others wait, and
 *     most that are heard at once by each that hears
 * @param maxAttempts how often the ear may fail on a single recording or exam before that is final
 * @param tick how often finished work is collected and new work handed over
 * @param maxModels most models in memory: the current one, and those that exams began with; at
 *     least 2
 * @param hangTimeout without any progress until the model is said to hang; after twice that long it
 *     is given up
 * @param probePause between two looks at a model that fails on everything
 */
public record InferencePolicy(
    int maxBatch,
    int queueCapacity,
    int queueBytes,
    int turnSeconds,
    int maxAttempts,
    Duration tick,
    int maxModels,
    Duration hangTimeout,
    Duration probePause) {

  /**
   * What suits one model on one machine.
   *
   * <ul>
   *   <li>Batches of 64 at most: what 16 cores, or twice what a GPU hears in one go. Two of them
   *       wait, in 64 MiB: 128 recordings of a minute at 4 kHz.
   *   <li>A turn of a minute: an exam, four sites of a quarter of a minute each, is heard in one
   *       go.
   *   <li>Three attempts, 25 ms, two models.
   *   <li>Two minutes for a hang: progress is told after every pass through a network, which takes
   *       half a second on a CPU, and a machine may be a hundred times slower for a while.
   *   <li>Ten seconds between probes: one costs as much as hearing ten seconds of sound.
   * </ul>
   */
  public static final InferencePolicy DEFAULT =
      new InferencePolicy(
          64,
          128,
          64 * 1024 * 1024,
          60,
          3,
          Duration.ofMillis(25),
          2,
          Duration.ofMinutes(2),
          Duration.ofSeconds(10));

  public InferencePolicy {
    requirePositive(maxBatch, "maxBatch");
    requirePositive(queueCapacity, "queueCapacity");
    requirePositive(queueBytes, "queueBytes");
    requirePositive(turnSeconds, "turnSeconds");
    requirePositive(maxAttempts, "maxAttempts");
    requirePositive(tick.toMillis(), "tick");
    requirePositive(hangTimeout.toMillis(), "hangTimeout");
    requirePositive(probePause.toMillis(), "probePause");
    if (maxModels < 2) {
      throw new IllegalArgumentException("maxModels must be at least 2, was " + maxModels);
    }
  }

  private static void requirePositive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be at least 1, was %d".formatted(name, value));
    }
  }
}
