package org.murmurstream.stream.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.RecordingId;

/**
 * Names an exam, and makes the keys of everything stored about it. The patient is part of the name,
 * so a device that uses one exam id for two patients spoils neither exam.
 *
 * <p>All keys of an exam begin with {@code patient|exam|}, which no id can contain, so none is a
 * prefix of another's.
 *
 * @param patientId pseudonym of the patient
 * @param examId the exam
 */
public record ExamKey(String patientId, String examId) {

  private static final char SEPARATOR = '|';

  public static ExamKey of(Chunk chunk) {
    return new ExamKey(chunk.patientId(), chunk.examId());
  }

  public static ExamKey of(Exam exam) {
    return new ExamKey(exam.patientId(), exam.examId());
  }

  /** The key of the exam itself, and the prefix of all others. */
  public Bytes bytes() {
    return Bytes.wrap(prefix());
  }

  /** {@code patient|exam|site|}, recording as one byte. */
  public Bytes recording(RecordingId id) {
    byte[] site = ascii(text() + id.site().name() + SEPARATOR);
    return Bytes.wrap(
        ByteBuffer.allocate(site.length + 1).put(site).put((byte) id.number()).array());
  }

  /** {@link #recording}, sequence as 4 bytes: sorted as they are heard. */
  Bytes chunk(RecordingId id, int sequence) {
    byte[] recording = recording(id).get();
    return Bytes.wrap(
        ByteBuffer.allocate(recording.length + Integer.BYTES)
            .put(recording)
            .putInt(sequence)
            .array());
  }

  /** 8-byte big-endian time, {@code patient|exam|}: sorted by what is due first. */
  Bytes deadline(long time) {
    byte[] prefix = prefix();
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + prefix.length).putLong(time).put(prefix).array());
  }

  /** Reads a key made by {@link #bytes()} or {@link #recording}. */
  public static ExamKey parse(Bytes key) {
    return parse(key.get(), 0);
  }

  /** Reads the recording out of a key made by {@link #recording}. */
  public static RecordingId parseRecording(Bytes key) {
    byte[] bytes = key.get();
    String[] parts = split(bytes, 0);
    return new RecordingId(AuscultationSite.valueOf(parts[2]), bytes[bytes.length - 1]);
  }

  /** Reads a key made by {@link #deadline}. */
  public static ExamKey parseDeadline(Bytes key) {
    return parse(key.get(), Long.BYTES);
  }

  private static ExamKey parse(byte[] key, int from) {
    String[] parts = split(key, from);
    return new ExamKey(parts[0], parts[1]);
  }

  private static String[] split(byte[] key, int from) {
    return new String(key, from, key.length - from, StandardCharsets.US_ASCII).split("\\|", -1);
  }

  private String text() {
    return patientId + SEPARATOR + examId + SEPARATOR;
  }

  private byte[] prefix() {
    return ascii(text());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Ids are never printed. */
  @Override
  public String toString() {
    return "ExamKey[hidden]";
  }
}
