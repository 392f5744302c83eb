package org.murmurstream.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;

/**
 * RIFF/WAVE files of 16-bit linear samples, one channel or two.
 *
 * <p>Reading is strict: what a file announces must be there, byte for byte. A recording that was
 * cut off on its way is refused, never silently shortened. Chunks other than {@code fmt } and
 * {@code data} are skipped.
 */
public final class WavFile {

  private static final int HEADER_BYTES = 44;
  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int FORMAT_BYTES = 16;
  private static final int LINEAR_PCM = 1;
  private static final int EXTENSIBLE = 0xfffe;
  private static final int SUBFORMAT_AT = 24;
  private static final int MAX_CHANNELS = 2;
  private static final long MAX_BYTES = 1L << 30;

  private WavFile() {}

  /**
   * Reads one recording. Two channels are averaged, half a step being rounded down.
   *
   * @throws UserException if there is no such file, or it is not a whole recording of 16-bit linear
   *     samples in one or two channels; the message names the file and what is wrong with it
   */
  public static Pcm read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw broken(file, "is larger than 1 GiB");
      }
      return decode(file, ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
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

  private static Pcm decode(Path file, ByteBuffer bytes) {
    if (bytes.remaining() < RIFF_HEADER_BYTES
        || !"RIFF".equals(readTag(bytes))
        || !"WAVE".equals(tagAt(bytes, CHUNK_HEADER_BYTES))) {
      throw broken(file, "is not a RIFF/WAVE file");
    }
    long announced = Integer.toUnsignedLong(bytes.getInt());
    if (announced + CHUNK_HEADER_BYTES > bytes.limit()) {
      throw broken(
          file,
          "is cut off: it announces %d bytes and has %d"
              .formatted(announced + CHUNK_HEADER_BYTES, bytes.limit()));
    }
    bytes.position(RIFF_HEADER_BYTES);
    Format format = null;
    while (bytes.remaining() >= CHUNK_HEADER_BYTES) {
      String name = readTag(bytes);
      long size = Integer.toUnsignedLong(bytes.getInt());
      if (size > bytes.remaining()) {
        throw broken(
            file,
            "is cut off: a chunk announces %d bytes and has %d".formatted(size, bytes.remaining()));
      }
      ByteBuffer body = bytes.slice(bytes.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
      if ("fmt ".equals(name)) {
        format = format(file, body);
      } else if ("data".equals(name)) {
        return samples(file, format, body);
      }
      long paddedToEven = size + (size & 1);
      bytes.position((int) Math.min(bytes.position() + paddedToEven, bytes.limit()));
    }
    throw broken(file, "holds no data chunk");
  }

  private static Format format(Path file, ByteBuffer format) {
    if (format.remaining() < FORMAT_BYTES) {
      throw broken(file, "has a fmt chunk of %d bytes".formatted(format.remaining()));
    }
    int encoding = Short.toUnsignedInt(format.getShort(0));
    if (encoding == EXTENSIBLE && format.remaining() >= SUBFORMAT_AT + Short.BYTES) {
      encoding = Short.toUnsignedInt(format.getShort(SUBFORMAT_AT));
    }
    int channels = Short.toUnsignedInt(format.getShort(2));
    int sampleRateHz = format.getInt(4);
    int bits = Short.toUnsignedInt(format.getShort(FORMAT_BYTES - Short.BYTES));
    if (encoding != LINEAR_PCM || channels < 1 || channels > MAX_CHANNELS || bits != Short.SIZE) {
      throw broken(
          file,
          "has encoding %d with %d channels of %d bits; needed is linear PCM (1), one or two channels, 16 bits"
              .formatted(encoding, channels, bits));
    }
    if (sampleRateHz <= 0) {
      throw broken(file, "has a sample rate of %d Hz".formatted(sampleRateHz));
    }
    return new Format(channels, sampleRateHz);
  }

  private static Pcm samples(Path file, Format format, ByteBuffer data) {
    if (format == null) {
      throw broken(file, "has no fmt chunk before its data");
    }
    int frameBytes = format.channels() * Short.BYTES;
    if (data.remaining() == 0 || data.remaining() % frameBytes != 0) {
      throw broken(file, "has %d bytes of samples".formatted(data.remaining()));
    }
    short[] samples = new short[data.remaining() / frameBytes];
    if (format.channels() == 1) {
      data.asShortBuffer().get(samples);
    } else {
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (short) Math.floorDiv(data.getShort() + data.getShort(), 2);
      }
    }
    return new Pcm(format.sampleRateHz(), samples);
  }

  private static String readTag(ByteBuffer bytes) {
    String tag = tagAt(bytes, bytes.position());
    bytes.position(bytes.position() + Integer.BYTES);
    return tag;
  }

  private static String tagAt(ByteBuffer bytes, int position) {
    byte[] name = new byte[Integer.BYTES];
    bytes.get(position, name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  private static byte[] tag(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  private static UserException broken(Path file, String complaint) {
    return new UserException(file + " " + complaint);
  }

  private record Format(int channels, int sampleRateHz) {}
}
