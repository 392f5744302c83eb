package org.murmurstream.stream.store;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.exam.RecordingId;

/**
 * Names a recording of an exam.
 *
 * @param exam its exam
 * @param id which of the exam's
 */
public record RecordingKey(ExamKey exam, RecordingId id) {

  /** {@code patient|exam|site|}, number as one byte. */
  Bytes bytes() {
    return Bytes.wrap(with(0).array());
  }

  /** {@link #bytes()}, sequence as 4 bytes: sorted as they are heard. */
  Bytes chunk(int sequence) {
    return Bytes.wrap(with(Integer.BYTES).putInt(sequence).array());
  }

  /** Reads a key made by {@link #bytes()}. */
  static RecordingKey parse(Bytes key) {
    byte[] bytes = key.get();
    String[] parts = ExamKey.split(bytes, 0);
    return new RecordingKey(
        ExamKey.of(parts),
        new RecordingId(AuscultationSite.valueOf(parts[2]), bytes[bytes.length - 1]));
  }

  private ByteBuffer with(int more) {
    byte[] site = ExamKey.ascii(exam.text() + id.site().name() + ExamKey.SEPARATOR);
    return ByteBuffer.allocate(site.length + 1 + more).put(site).put((byte) id.number());
  }

  /** Ids are never printed. */
  @Override
  public String toString() {
    return "RecordingKey[hidden]";
  }
}
