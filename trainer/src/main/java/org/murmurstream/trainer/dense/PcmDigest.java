package org.murmurstream.trainer.dense;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.murmurstream.model.Pcm;

/** Names what is computed from a recording by its content. */
public final class PcmDigest {

  private static final int BYTES = 16;

  private PcmDigest() {}

  /**
   * Half a SHA-256 over how it is computed, the sample rate and the samples: 32 hexadecimal digits.
   */
  public static String of(String how, Pcm recording) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(how.getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes =
          ByteBuffer.allocate(Integer.BYTES + Short.BYTES * recording.samples().length);
      bytes.putInt(recording.sampleRateHz()).asShortBuffer().put(recording.samples());
      digest.update(bytes.array());
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
