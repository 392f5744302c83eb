package org.murmurstream.trainer.replay;

import java.util.Comparator;

/**
 * A record of the archive, as far as it can be judged alone.
 *
 * @param topic where it was read
 * @param partition its partition
 * @param offset its offset
 * @param timestamp its time, in milliseconds since the epoch
 * @param refusal why it cannot be taken in; empty if it is sound
 * @param patientId its patient; empty if it is not sound
 * @param examId its exam; empty if it is not sound, or is about all exams of its patient
 */
record Entry(
    ArchiveTopic topic,
    int partition,
    long offset,
    long timestamp,
    String refusal,
    String patientId,
    String examId) {

  /** By topic, partition and offset: the same for any order of reading. */
  static final Comparator<Entry> BY_PLACE =
      Comparator.comparing(Entry::topic)
          .thenComparingInt(Entry::partition)
          .thenComparingLong(Entry::offset);

  /** By the broker's time: the latest word counts, also if partitions were added in between. */
  static final Comparator<Entry> BY_TIME =
      Comparator.comparingLong(Entry::timestamp).thenComparing(BY_PLACE);

  boolean isRefused() {
    return !refusal.isEmpty();
  }

  /** Ids are never printed. */
  @Override
  public String toString() {
    return "Entry[%s, partition=%d, offset=%d]".formatted(topic, partition, offset);
  }
}
