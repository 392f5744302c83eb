package org.murmurstream.model.tensor;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes NumPy archives: a zip of one {@code .npy} file (version 1) per array, as {@code
 * numpy.load} reads it without unpickling anything. Arrays are written as they come, and equal
 * arrays give equal bytes.
 */
public final class NpzWriter implements AutoCloseable {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int HEADER_ALIGNMENT = 64;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final Charset UTF_32 = Charset.forName("UTF-32LE");
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;
  private final WritableByteChannel out;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  public NpzWriter(Path file) throws IOException {
    zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
    zip.setLevel(Deflater.NO_COMPRESSION);
    out = Channels.newChannel(zip);
  }

  /** Writes float32 values. */
  public void write(String name, Tensor tensor) throws IOException {
    begin(name, "<f4", tensor.shape());
    float[] data = tensor.data();
    for (int done = 0; done < data.length; ) {
      int count = Math.min(data.length - done, BUFFER_BYTES / Float.BYTES);
      buffer.clear().asFloatBuffer().put(data, done, count);
      out.write(buffer.limit(count * Float.BYTES));
      done += count;
    }
    zip.closeEntry();
  }

  /** Writes a vector of float64 values. */
  public void write(String name, double[] values) throws IOException {
    begin(name, "<f8", values.length);
    for (double value : values) {
      out.write(buffer.clear().putDouble(value).flip());
    }
    zip.closeEntry();
  }

  /** Writes a single text. */
  public void write(String name, String text) throws IOException {
    writeTexts(name, List.of(text), new long[0]);
  }

  /** Writes a vector of texts. */
  public void write(String name, List<String> texts) throws IOException {
    writeTexts(name, texts, new long[] {texts.size()});
  }

  /** Writes a single truth. */
  public void write(String name, boolean truth) throws IOException {
    begin(name, "|b1");
    zip.write(truth ? 1 : 0);
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** NumPy's texts are all as long as the longest, filled up with zeros. */
  private void writeTexts(String name, List<String> texts, long[] shape) throws IOException {
    int length =
        texts.stream().mapToInt(text -> text.codePointCount(0, text.length())).max().orElse(0);
    int padded = Math.max(1, length);
    begin(name, "<U" + padded, shape);
    for (String text : texts) {
      zip.write(Arrays.copyOf(text.getBytes(UTF_32), padded * Integer.BYTES));
    }
    zip.closeEntry();
  }

  private void begin(String name, String type, long... shape) throws IOException {
    var entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    String dimensions =
        Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(type, shape.length == 1 ? dimensions + "," : dimensions);
    int unpadded = MAGIC.length + Short.BYTES + header.length() + 1;
    int padding = (HEADER_ALIGNMENT - unpadded % HEADER_ALIGNMENT) % HEADER_ALIGNMENT;
    byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    zip.write(MAGIC);
    out.write(buffer.clear().putShort((short) text.length).flip());
    zip.write(text);
  }
}
