package org.murmurstream.stream.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.murmurstream.schemas.Encoding;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;

/** An exam as a device uploads it: noise, seeded by exam, site and recording. */
public final class Exams {

  private static final int SAMPLE_RATE_HZ = 4000;
  private static final int SAMPLES_PER_CHUNK = 400;

  private final String patientId;
  private final String examId;
  private final String deviceId;
  private final List<Site> intended;
  private final List<RecordingChunk> chunks = new ArrayList<>();

  private Exams(String patientId, String examId, String deviceId, List<Site> intended) {
    this.patientId = patientId;
    this.examId = examId;
    this.deviceId = deviceId;
    this.intended = intended;
  }

  /** An exam that intends the given sites; none means the standard four. */
  public static Exams exam(String patientId, String examId, Site... intended) {
    return new Exams(patientId, examId, "device-1", List.of(intended));
  }

  /** The same exam with nothing recorded yet. */
  public Exams again() {
    return new Exams(patientId, examId, deviceId, intended);
  }

  /** The same exam by another device than "device-1", with nothing recorded yet. */
  public Exams by(String device) {
    return new Exams(patientId, examId, device, intended);
  }

  /** Adds the first recording of each site, four chunks each. */
  public Exams with(Site... sites) {
    Arrays.stream(sites).forEach(site -> with(site, 0, 4));
    return this;
  }

  /** Adds a recording. */
  public Exams with(Site site, int recording, int chunkCount) {
    Random noise = new Random((examId + site + recording).hashCode());
    for (int sequence = 0; sequence < chunkCount; sequence++) {
      short[] samples = new short[SAMPLES_PER_CHUNK];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (short) noise.nextInt(1 << 14);
      }
      chunks.add(chunk(site, recording, sequence, sequence == chunkCount - 1, samples).build());
    }
    return this;
  }

  /** Adds a recording of one chunk with the given samples. */
  public Exams withSamples(Site site, int recording, short... samples) {
    chunks.add(chunk(site, recording, 0, true, samples).build());
    return this;
  }

  /** What was added, in order. */
  public List<RecordingChunk> chunks() {
    return List.copyOf(chunks);
  }

  /** A sound chunk, to be spoilt at will. */
  public RecordingChunk.Builder chunk(
      Site site, int recording, int sequence, boolean last, short... samples) {
    ByteBuffer bytes =
        ByteBuffer.allocate(samples.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    return RecordingChunk.newBuilder()
        .setExamId(examId)
        .setPatientId(patientId)
        .setDeviceId(deviceId)
        .setSite(site)
        .setRecording(recording)
        .setSequence(sequence)
        .setLast(last)
        .setSampleRateHz(SAMPLE_RATE_HZ)
        .setEncoding(Encoding.PCM16)
        .setSamples(bytes)
        .setCrc32c(crc32c(bytes))
        .setIntendedSites(intended)
        .setRecordedAt(null);
  }

  private static long crc32c(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return crc.getValue();
  }
}
