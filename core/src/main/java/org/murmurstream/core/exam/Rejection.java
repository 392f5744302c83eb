package org.murmurstream.core.exam;

/**
 * Why a record was not taken in. The names are a public contract: they travel in the headers of
 * dead letters and never change their meaning. {@code docs/exam-life.md} says what to do about
 * each.
 */
public enum Rejection {
  /** The record is larger than any chunk can be; it was not even decoded. */
  RECORD_TOO_LARGE,
  /** No value, or not in Confluent's wire format. */
  NOT_FRAMED,
  /** The registry does not know the schema id. */
  UNKNOWN_SCHEMA,
  /** The bytes are not a chunk under the schema they name. */
  UNDECODABLE,
  /** An id is empty, too long, or has characters an id must not have. */
  BAD_ID,
  /** The record's key is not the chunk's {@code patientId}. */
  KEY_MISMATCH,
  /** It lies in another partition than its key belongs to by the partitioner agreed upon. */
  MISPLACED,
  /** Site or encoding is missing, or from a newer schema than ours. */
  UNKNOWN_VALUE,
  /** Recording, sequence, sample rate or checksum is outside its documented range. */
  OUT_OF_RANGE,
  /** No samples, or half a sample. */
  BAD_SAMPLES,
  /** More samples than a chunk may hold. */
  CHUNK_TOO_LARGE,
  /** The samples do not have the checksum the chunk states. */
  BAD_CRC,

  /** Another device has begun this exam. */
  DEVICE_MISMATCH,
  /** Earlier chunks of this recording have another sample rate. */
  SAMPLE_RATE_CHANGED,
  /** This sequence is here already with other content; the first is kept. */
  CONFLICT,
  /** The sequence lies beyond the recording's last, or this last lies below a sequence received. */
  BEYOND_LAST,
  /** Another chunk of this recording was the last. */
  SECOND_LAST,
  /** The recording has more chunks than allowed. */
  TOO_MANY_CHUNKS,
  /** The recording lasts longer than allowed. */
  RECORDING_TOO_LONG,
  /** The exam has more samples than allowed. */
  EXAM_TOO_LARGE,
  /** The patient or the device has too many exams waiting for chunks. */
  TOO_MANY_EXAMS,
  /** The exam was answered and its revision window is over. */
  EXAM_CLOSED
}
