package org.murmurstream.kafka.wire;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.ChunkLimits;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.schemas.Encoding;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;

/** All that can be said about a chunk without knowing its exam. */
final class ChunkCheck {

  private static final long MAX_CRC = 0xFFFF_FFFFL;

  private final int maxChunkBytes;

  /**
   * Makes a check.
   *
   * @param policy tells how large a chunk may be
   */
  ChunkCheck(GatherPolicy policy) {
    this.maxChunkBytes = policy.maxChunkBytes();
  }

  /**
   * Looks for the first fault of a chunk.
   *
   * @param key the record's key
   * @return why the chunk cannot be taken in; empty if it is sound
   */
  Optional<Rejection> fault(String key, RecordingChunk chunk) {
    return Optional.ofNullable(firstFault(key, chunk));
  }

  private Rejection firstFault(String key, RecordingChunk chunk) {
    if (!ChunkLimits.isId(chunk.getPatientId())
        || !ChunkLimits.isId(chunk.getExamId())
        || !ChunkLimits.isId(chunk.getDeviceId())) {
      return Rejection.BAD_ID;
    }
    if (!chunk.getPatientId().equals(key)) {
      return Rejection.KEY_MISMATCH;
    }
    if (chunk.getSite() == Site.UNSPECIFIED
        || chunk.getEncoding() != Encoding.PCM16
        || chunk.getIntendedSites().contains(Site.UNSPECIFIED)) {
      return Rejection.UNKNOWN_VALUE;
    }
    if (isOutside(chunk.getRecording(), 0, ChunkLimits.MAX_RECORDING)
        || isOutside(chunk.getSequence(), 0, ChunkLimits.MAX_SEQUENCE)
        || isOutside(
            chunk.getSampleRateHz(), ChunkLimits.MIN_SAMPLE_RATE_HZ, ChunkLimits.MAX_SAMPLE_RATE_HZ)
        || isOutside(chunk.getCrc32c(), 0, MAX_CRC)
        || chunk.getIntendedSites().size()
            > (ChunkLimits.MAX_RECORDING + 1) * AuscultationSite.values().length) {
      return Rejection.OUT_OF_RANGE;
    }
    ByteBuffer samples = chunk.getSamples();
    if (samples.remaining() == 0 || samples.remaining() % Short.BYTES != 0) {
      return Rejection.BAD_SAMPLES;
    }
    if (samples.remaining() > maxChunkBytes) {
      return Rejection.CHUNK_TOO_LARGE;
    }
    return crc32c(samples) == chunk.getCrc32c() ? null : Rejection.BAD_CRC;
  }

  /** Translates a chunk without fault. */
  static Chunk translate(RecordingChunk chunk) {
    byte[] samples = new byte[chunk.getSamples().remaining()];
    chunk.getSamples().duplicate().get(samples);
    return new Chunk(
        chunk.getPatientId(),
        chunk.getExamId(),
        chunk.getDeviceId(),
        new RecordingId(site(chunk.getSite()), chunk.getRecording()),
        chunk.getSequence(),
        chunk.getLast(),
        chunk.getSampleRateHz(),
        samples,
        announced(chunk));
  }

  /** Counts how often each site is named. */
  private static Map<AuscultationSite, Integer> announced(RecordingChunk chunk) {
    Map<AuscultationSite, Integer> times = new EnumMap<>(AuscultationSite.class);
    chunk.getIntendedSites().forEach(site -> times.merge(site(site), 1, Integer::sum));
    times.replaceAll((site, n) -> Math.min(n, ChunkLimits.MAX_RECORDING + 1));
    return times;
  }

  private static AuscultationSite site(Site site) {
    return AuscultationSite.valueOf(site.name());
  }

  private static long crc32c(ByteBuffer samples) {
    CRC32C crc = new CRC32C();
    crc.update(samples.duplicate());
    return crc.getValue();
  }

  private static boolean isOutside(long value, long min, long max) {
    return value < min || value > max;
  }
}
