package org.murmurstream.trainer.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Sha256;

/** Names what is computed from a recording by its content. */
public final class PcmDigest {

  private static final int DIGITS = 32;

  private PcmDigest() {}

  /**
   * Half a SHA-256 over how it is computed, the sample rate and the samples: 32 hexadecimal digits.
   */
  public static String of(String how, Pcm recording) {
    byte[] text = how.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(text.length + Integer.BYTES + Short.BYTES * recording.samples().length);
    bytes.put(text).putInt(recording.sampleRateHz()).asShortBuffer().put(recording.samples());
    return Sha256.of(bytes.array()).substring(0, DIGITS);
  }
}
