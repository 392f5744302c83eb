package org.murmurstream.stream.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.RecordingId;

/**
 * Names an exam. The patient is part of the name, so a device that uses one exam id for two
 * patients spoils neither exam.
 *
 * <p>All keys of what is stored about an exam begin with {@code patient|exam|}, which no id can
 * contain, so none is a prefix of another's.
 *
 * @param patientId pseudonym of the patient
 * @param examId the exam
 */
public record ExamKey(String patientId, String examId) {

  static final char SEPARATOR = '|';

  public static ExamKey of(Chunk chunk) {
    return new ExamKey(chunk.patientId(), chunk.examId());
  }

  public static ExamKey of(Exam exam) {
    return new ExamKey(exam.patientId(), exam.examId());
  }

  /** Names one of its recordings. */
  public RecordingKey recording(RecordingId id) {
    return new RecordingKey(this, id);
  }

  /** {@code patient|exam|}. */
  Bytes bytes() {
    return Bytes.wrap(ascii(text()));
  }

  /** 8-byte big-endian time, {@code patient|exam|}: sorted by what is due first. */
  Bytes deadline(long time) {
    byte[] name = ascii(text());
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + name.length).putLong(time).put(name).array());
  }

  /** Reads a key made by {@link #bytes()}. */
  static ExamKey parse(Bytes key) {
    return of(split(key.get(), 0));
  }

  /** Reads a key made by {@link #deadline}. */
  static ExamStore.Due parseDeadline(Bytes key) {
    return new ExamStore.Due(
        ByteBuffer.wrap(key.get()).getLong(), of(split(key.get(), Long.BYTES)));
  }

  static ExamKey of(String[] parts) {
    return new ExamKey(parts[0], parts[1]);
  }

  static String[] split(byte[] key, int from) {
    return new String(key, from, key.length - from, StandardCharsets.US_ASCII).split("\\|", -1);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  String text() {
    return patientId + SEPARATOR + examId + SEPARATOR;
  }

  /** Ids are never printed. */
  @Override
  public String toString() {
    return "ExamKey[hidden]";
  }
}
