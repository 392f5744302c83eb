package org.murmurstream.data.wav;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where format and samples lie in a RIFF/WAVE file: also of big-endian ones (RIFX) and of those
 * beyond 4 GiB (RF64, of which none that large is read).
 *
 * <p>What the RIFF header announces is not held against a file whose data chunk is whole: many
 * writers leave it wrong. Those that could not know how long a recording would be leave sizes that
 * say so; then it reaches to the end of the file. A data chunk that announces more than there is
 * has been cut off, and is refused.
 *
 * @param format body of the {@code fmt } chunk, in the file's byte order
 * @param data body of the {@code data} chunk, likewise
 */
record RiffFile(ByteBuffer format, ByteBuffer data) {

  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int SIZE_AT = 4;

  /** What writers put where a size is not known yet: nothing, all ones, and SoX's largest. */
  private static final long UNKNOWN = 0xffff_ffffL;

  private static final long SOX_UNKNOWN = 0x7fff_f000L;

  /**
   * Finds both chunks.
   *
   * @param bytes the whole file
   * @throws WavFault if it is no such file, or is not whole
   */
  static RiffFile parse(ByteBuffer bytes) {
    String kind = bytes.limit() < RIFF_HEADER_BYTES ? "" : tagAt(bytes, 0);
    bytes.order("RIFX".equals(kind) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    boolean known = "RIFF".equals(kind) || "RIFX".equals(kind) || isLarge(kind);
    if (!known || !"WAVE".equals(tagAt(bytes, CHUNK_HEADER_BYTES))) {
      throw new WavFault("is not a RIFF/WAVE file" + ForeignFile.hint(bytes));
    }
    return new Walk(bytes, isLarge(kind)).parse();
  }

  private static boolean isLarge(String kind) {
    return "RF64".equals(kind) || "BW64".equals(kind);
  }

  private static String tagAt(ByteBuffer bytes, int position) {
    byte[] name = new byte[SIZE_AT];
    bytes.get(position, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  /** From chunk to chunk. */
  private static final class Walk {

    private final ByteBuffer bytes;
    private final boolean large;
    private final long riffSize;
    private Optional<ByteBuffer> format = Optional.empty();
    private Optional<ByteBuffer> data = Optional.empty();
    private long largeDataSize = UNKNOWN;

    Walk(ByteBuffer bytes, boolean large) {
      this.bytes = bytes;
      this.large = large;
      this.riffSize = Integer.toUnsignedLong(bytes.getInt(SIZE_AT));
    }

    RiffFile parse() {
      int at = RIFF_HEADER_BYTES;
      while (at + CHUNK_HEADER_BYTES <= bytes.limit() && isTag(at)) {
        at = take(at);
      }
      if (data.isEmpty()) {
        throw new WavFault("holds no data chunk");
      }
      if (at < Math.min(bytes.limit(), riffSize + CHUNK_HEADER_BYTES) - 1) {
        throw new WavFault(
            "holds %d bytes after its chunks that are none; its sizes are wrong, export it again"
                .formatted(bytes.limit() - at));
      }
      return new RiffFile(
          format.orElseThrow(() -> new WavFault("has no fmt chunk")), data.orElseThrow());
    }

    /** Takes the chunk at a position, and tells where the next one begins. */
    private int take(int at) {
      String name = tagAt(bytes, at);
      int begin = at + CHUNK_HEADER_BYTES;
      long announced = Integer.toUnsignedLong(bytes.getInt(at + SIZE_AT));
      int there = bytes.limit() - begin;
      if ("data".equals(name) && data.isEmpty()) {
        int size = dataSize(announced, there, begin);
        data = Optional.of(slice(begin, size));
        return next(begin, size);
      }
      if ("fmt ".equals(name) && format.isEmpty()) {
        if (announced > there) {
          throw new WavFault(cutOff(announced, there));
        }
        format = Optional.of(slice(begin, (int) announced));
      } else if (large && "ds64".equals(name) && there >= 2 * Long.BYTES) {
        largeDataSize = bytes.getLong(begin + Long.BYTES);
      }
      return next(begin, Math.min(announced, there));
    }

    private int dataSize(long announced, int there, int begin) {
      long size = large && announced == UNKNOWN ? largeDataSize : announced;
      boolean unknown =
          size == UNKNOWN || size == SOX_UNKNOWN || (size == 0 && !isTag(begin) && there > 0);
      // Some writers announce as much of the data as of the whole file.
      boolean asRiff = size == riffSize && riffSize + CHUNK_HEADER_BYTES == bytes.limit();
      if (unknown || asRiff) {
        return there;
      }
      if (size < 0 || size > there) {
        throw new WavFault(cutOff(size, there));
      }
      return (int) size;
    }

    private static String cutOff(long announced, int there) {
      return "is cut off: a chunk announces %d bytes and has %d".formatted(announced, there);
    }

    /** Chunks begin at even positions, but for writers that forget to pad. */
    private int next(int begin, long size) {
      int end = (int) (begin + size);
      boolean padded = (size & 1) == 1 && !(isTag(end) && !isTag(end + 1));
      return Math.min(padded ? end + 1 : end, bytes.limit());
    }

    /** Whether a chunk's name can be read at a position: four printable letters. */
    private boolean isTag(int at) {
      return at + CHUNK_HEADER_BYTES <= bytes.limit()
          && tagAt(bytes, at).chars().allMatch(letter -> letter >= ' ' && letter <= '~');
    }

    private ByteBuffer slice(int begin, int size) {
      return bytes.slice(begin, size).order(bytes.order());
    }
  }
}
