package org.murmurstream.stream.inference;

import java.time.Duration;

/**
 * How recordings and exams are handed to the ear.
 *
 * @param maxBatch most recordings heard at once
 * @param queueCapacity most recordings and decisions waiting for the ear; bounds the audio held in
 *     memory, whatever waits beyond it stays on disk
 * @param maxAttempts how often the ear may fail on a single recording or exam before that is final
 * @param tick how often finished work is collected and new work handed over
 * @param maxModels most models in memory: the current one, and those that exams began with; at
 *     least 2
 */
public record InferencePolicy(
    int maxBatch, int queueCapacity, int maxAttempts, Duration tick, int maxModels) {

  /** Batches of 8, four of them waiting, three attempts, 25 ms, two models. */
  public static final InferencePolicy DEFAULT =
      new InferencePolicy(8, 32, 3, Duration.ofMillis(25), 2);

  public InferencePolicy {
    if (maxBatch < 1 || queueCapacity < 1 || maxAttempts < 1 || tick.toMillis() < 1) {
      throw new IllegalArgumentException(
          "batch, queue, attempts and tick must each be at least 1, were %d, %d, %d, %s"
              .formatted(maxBatch, queueCapacity, maxAttempts, tick));
    }
    if (maxModels < 2) {
      throw new IllegalArgumentException("maxModels must be at least 2, was " + maxModels);
    }
  }
}
