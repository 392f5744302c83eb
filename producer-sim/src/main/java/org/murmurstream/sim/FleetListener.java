package org.murmurstream.sim;

import org.murmurstream.data.ExamRecordings;

/**
 * Told how the uploads go. Called by the devices' threads and by the producer's, several at a time;
 * it must return soon.
 */
public interface FleetListener {

  /** A device begins with an exam. */
  default void examStarted(ExamRecordings exam, String deviceId) {}

  /** The broker has acknowledged an upload; a duplicate is told again. */
  default void chunkAcked(LedgerEntry entry) {}

  /** Everything that is sent of an exam has been acknowledged. */
  default void examAcked(ExamRecordings exam) {}
}
