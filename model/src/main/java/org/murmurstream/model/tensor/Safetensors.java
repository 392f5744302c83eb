package org.murmurstream.model.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.UserException;

/**
 * Reads and writes files in the safetensors format: the length of a JSON header, the header, then
 * the values of all tensors, little-endian, without gap or overlap. Only float32 tensors are known.
 *
 * <p>Values pass through a small buffer, so that a file costs no memory beyond its tensors.
 */
public final class Safetensors {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";
  private static final int MAX_HEADER_BYTES = 16 << 20;
  private static final int BUFFER_BYTES = 1 << 20;

  private Safetensors() {}

  /** Writes tensors in the order of their names: equal tensors give equal bytes. */
  public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
    try (var out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(out, tensors);
    }
  }

  /**
   * Writes tensors in place of an older file, which stays whole until this one is: a process that
   * dies on the way leaves no half of either.
   */
  public static void replace(Path file, Map<String, Tensor> tensors) throws IOException {
    AtomicFiles.replace(file, partial -> write(partial, tensors));
  }

  /** Writes the bytes of such a file to a channel, which is left open. */
  public static void write(WritableByteChannel out, Map<String, Tensor> tensors)
      throws IOException {
    var sorted = new TreeMap<>(tensors);
    byte[] header = header(sorted);
    ByteBuffer buffer = newBuffer();
    writeFully(out, buffer.putLong(header.length).flip());
    writeFully(out, ByteBuffer.wrap(header));
    for (Tensor tensor : sorted.values()) {
      write(out, buffer, tensor.data());
    }
  }

  /**
   * Reads all tensors of a file, in the order of its header.
   *
   * @throws UserException if the file is damaged or holds values of another type
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    ByteBuffer buffer = newBuffer();
    try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
      List<Entry> entries = entries(readHeader(file, in, buffer));
      long dataStart = in.position();
      requireWithoutGap(entries, in.size() - dataStart);
      var tensors = new LinkedHashMap<String, Tensor>();
      for (Entry entry : entries) {
        in.position(dataStart + entry.begin);
        tensors.put(entry.name, new Tensor(entry.shape, readValues(in, buffer, entry.size())));
      }
      return tensors;
    } catch (EOFException e) {
      throw damaged(file, "it ends too early", e);
    } catch (IllegalArgumentException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private static byte[] header(Map<String, Tensor> tensors) {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (var entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      ObjectNode node = header.putObject(entry.getKey()).put("dtype", "F32");
      var shape = node.putArray("shape");
      for (long dimension : tensor.shape()) {
        shape.add(dimension);
      }
      long end = offset + (long) tensor.data().length * Float.BYTES;
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    String json = header.toString();
    // Readers that map the file want the values aligned to 8 bytes.
    return (json + " ".repeat((8 - json.getBytes(StandardCharsets.UTF_8).length % 8) % 8))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode readHeader(Path file, FileChannel in, ByteBuffer buffer)
      throws IOException {
    readFully(in, buffer.clear().limit(Long.BYTES));
    long length = buffer.flip().getLong();
    if (length < 2 || length > MAX_HEADER_BYTES) {
      throw new IllegalArgumentException("its header claims " + length + " bytes");
    }
    var bytes = new byte[(int) length];
    readFully(in, ByteBuffer.wrap(bytes));
    try {
      JsonNode header = JSON.readTree(bytes);
      if (!header.isObject()) {
        throw new IllegalArgumentException("its header is no JSON object");
      }
      return header;
    } catch (JsonProcessingException e) {
      throw damaged(file, "its header is no JSON", e);
    }
  }

  /** What the header says of one tensor; offsets in bytes from the end of the header. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record Entry(String name, long[] shape, long begin, long end) {

    int size() {
      return Tensor.size(shape);
    }
  }

  private static List<Entry> entries(JsonNode header) {
    var entries = new ArrayList<Entry>();
    for (var property : header.properties()) {
      if (!property.getKey().equals(METADATA)) {
        entries.add(entry(property.getKey(), property.getValue()));
      }
    }
    return entries;
  }

  private static Entry entry(String name, JsonNode node) {
    String type = node.path("dtype").asText();
    if (!type.equals("F32")) {
      throw new IllegalArgumentException(name + " holds values of type '" + type + "', not F32");
    }
    if (!node.path("shape").isArray()) {
      throw new IllegalArgumentException(name + " has no shape");
    }
    var shape = new long[node.path("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = node.path("shape").get(i).asLong(-1);
    }
    long begin = node.path("data_offsets").path(0).asLong(-1);
    long end = node.path("data_offsets").path(1).asLong(-1);
    var entry = new Entry(name, shape, begin, end);
    if (begin < 0 || end - begin != (long) entry.size() * Float.BYTES) {
      throw new IllegalArgumentException("the offsets of " + name + " do not match its shape");
    }
    return entry;
  }

  private static void requireWithoutGap(List<Entry> entries, long bytes) throws EOFException {
    long end = 0;
    for (Entry entry :
        entries.stream()
            .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
            .toList()) {
      if (entry.begin != end) {
        throw new IllegalArgumentException(
            "%s begins at byte %d, where byte %d is next".formatted(entry.name, entry.begin, end));
      }
      end = entry.end;
    }
    if (end > bytes) {
      throw new EOFException();
    }
    if (end < bytes) {
      throw new IllegalArgumentException("it goes on behind its last tensor");
    }
  }

  private static float[] readValues(FileChannel in, ByteBuffer buffer, int size)
      throws IOException {
    var data = new float[size];
    for (int done = 0; done < size; ) {
      int count = Math.min(size - done, BUFFER_BYTES / Float.BYTES);
      readFully(in, buffer.clear().limit(count * Float.BYTES));
      buffer.flip().asFloatBuffer().get(data, done, count);
      done += count;
    }
    return data;
  }

  private static void write(WritableByteChannel out, ByteBuffer buffer, float[] data)
      throws IOException {
    for (int done = 0; done < data.length; ) {
      int count = Math.min(data.length - done, BUFFER_BYTES / Float.BYTES);
      buffer.clear().asFloatBuffer().put(data, done, count);
      writeFully(out, buffer.limit(count * Float.BYTES));
      done += count;
    }
  }

  private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static void readFully(FileChannel in, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (in.read(bytes) < 0) {
        throw new EOFException();
      }
    }
  }

  private static ByteBuffer newBuffer() {
    return ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static UserException damaged(Path file, String why, Exception cause) {
    return new UserException(file + " is not a usable safetensors file: " + why, cause);
  }
}
