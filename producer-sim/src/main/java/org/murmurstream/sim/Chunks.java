package org.murmurstream.sim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.murmurstream.core.Sha256;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.schemas.Encoding;
import org.murmurstream.schemas.RecordingChunk;

/** Chunks as they travel. */
final class Chunks {

  private Chunks() {}

  /**
   * @param begin when the exam began, by the device's clock
   */
  static RecordingChunk of(
      ExamRecordings exam, PlannedChunk planned, String deviceId, Instant begin) {
    byte[] samples = littleEndian(planned);
    CRC32C checksum = new CRC32C();
    checksum.update(samples);
    return RecordingChunk.newBuilder()
        .setExamId(exam.examId())
        .setPatientId(exam.patientId())
        .setDeviceId(deviceId)
        .setSite(Wire.of(planned.recording().site()))
        .setRecording(planned.recording().index())
        .setSequence(planned.sequence())
        .setLast(planned.last())
        .setSampleRateHz(planned.recording().audio().sampleRateHz())
        .setEncoding(Encoding.PCM16)
        .setSamples(ByteBuffer.wrap(samples))
        .setCrc32c(checksum.getValue())
        .setIntendedSites(exam.sites().stream().map(Wire::of).toList())
        .setRecordedAt(begin.plusMillis(Math.round(planned.beginSeconds() * 1000)))
        .build();
  }

  /** SHA-256 of a chunk's samples, 64 hexadecimal digits. */
  static String sha256(RecordingChunk chunk) {
    byte[] samples = new byte[chunk.getSamples().remaining()];
    chunk.getSamples().duplicate().get(samples);
    return Sha256.of(samples);
  }

  private static byte[] littleEndian(PlannedChunk planned) {
    int count = planned.toSample() - planned.fromSample();
    ByteBuffer bytes = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(planned.recording().audio().samples(), planned.fromSample(), count);
    return bytes.array();
  }
}
