package org.murmurstream.core.exam;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Sha256;

/**
 * Names audio by its content: a tree of SHA-256, so that a recording can be digested when it is
 * heard and its samples dropped.
 *
 * <ul>
 *   <li>recording: site's name in ASCII, recording, sample rate, and for each chunk its sequence,
 *       as 4-byte big-endian integers, followed by the chunk's samples; sequences rising;
 *   <li>site: the digests of its recordings, numbers rising;
 *   <li>exam: the digests of its sites, in the order of {@link
 *       org.murmurstream.core.AuscultationSite}.
 * </ul>
 */
public final class AudioDigest {

  private final MessageDigest sha256 = Sha256.digest();

  private AudioDigest() {}

  /** Begins the digest of a recording. */
  public static AudioDigest ofRecording(RecordingId recording, int sampleRateHz) {
    AudioDigest digest = new AudioDigest();
    digest.sha256.update(recording.site().name().getBytes(StandardCharsets.US_ASCII));
    digest.update(recording.number());
    digest.update(sampleRateHz);
    return digest;
  }

  /** Adds a chunk; sequences must rise. */
  public void add(int sequence, byte[] samples) {
    update(sequence);
    sha256.update(samples);
  }

  /** Ends the digest: 32 bytes. */
  public byte[] end() {
    return sha256.digest();
  }

  /** The digest of a site from those of its recordings, or of an exam from those of its sites. */
  public static byte[] over(Collection<byte[]> digests) {
    MessageDigest sha256 = Sha256.digest();
    digests.forEach(sha256::update);
    return sha256.digest();
  }

  /** The digest of an exam from those of its recordings. */
  public static byte[] ofExam(SortedMap<RecordingId, byte[]> recordings) {
    SortedMap<AuscultationSite, List<byte[]>> sites = new TreeMap<>();
    recordings.forEach(
        (id, digest) -> sites.computeIfAbsent(id.site(), site -> new ArrayList<>()).add(digest));
    return over(sites.values().stream().map(AudioDigest::over).toList());
  }

  /** 64 lower-case hexadecimal digits. */
  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  /** The first 64 bits of the SHA-256 of samples: {@link Chunk#fingerprint()}. */
  public static long fingerprint(byte[] samples) {
    return ByteBuffer.wrap(Sha256.digest().digest(samples)).getLong();
  }

  private void update(int value) {
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).flip());
  }
}
