package org.murmurstream.data.wav;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;

/**
 * RIFF/WAVE files, as stethoscopes, their apps and editors leave them: linear samples of 8 to 32
 * bits, floating point, A-law and mu-law, one channel or two.
 *
 * <p>What a file holds is heard whole, or refused with a sentence: a recording that was cut off on
 * its way is never silently shortened. Samples are rounded to 16 bits; a file of 16 bits comes out
 * as it is. Chunks other than {@code fmt } and {@code data} are skipped.
 */
public final class WavFile {

  private static final int HEADER_BYTES = 44;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int FORMAT_BYTES = 16;
  private static final int LINEAR_PCM = 1;
  private static final long MAX_BYTES = 1L << 30;

  private WavFile() {}

  /**
   * Reads one recording. Two channels of the same sound are averaged, half a step being rounded
   * down; one that is silent is left out.
   *
   * @throws UserException if there is no such file, or it is not a whole recording that can be
   *     read; the message names the file, what is wrong with it, and where possible what makes it
   *     right
   */
  public static Pcm read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new WavFault("is larger than 1 GiB");
      }
      RiffFile riff = RiffFile.parse(ByteBuffer.wrap(Files.readAllBytes(file)));
      return WavFormat.of(riff.format()).decode(riff.data());
    } catch (WavFault e) {
      throw new UserException(file + " " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new UserException(file + " does not exist", e);
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Writes one recording with the plain header of 44 bytes, in place of any file of that name. */
  public static void write(Path file, Pcm pcm) throws IOException {
    int dataBytes = Math.multiplyExact(pcm.samples().length, Short.BYTES);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.addExact(HEADER_BYTES, dataBytes)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(tag("RIFF")).putInt(HEADER_BYTES - CHUNK_HEADER_BYTES + dataBytes).put(tag("WAVE"));
    bytes.put(tag("fmt ")).putInt(FORMAT_BYTES);
    bytes.putShort((short) LINEAR_PCM).putShort((short) 1).putInt(pcm.sampleRateHz());
    bytes.putInt(pcm.sampleRateHz() * Short.BYTES).putShort((short) Short.BYTES);
    bytes.putShort((short) Short.SIZE);
    bytes.put(tag("data")).putInt(dataBytes);
    bytes.asShortBuffer().put(pcm.samples());
    Files.write(file, bytes.array());
  }

  private static byte[] tag(String name) {
    return name.getBytes(US_ASCII);
  }
}
