package org.murmurstream.stream.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How values lie in a store: a version byte, then their fields. Stores outlive the build that wrote
 * them, so nothing is read that is not exactly what was written.
 */
final class StoredValue {

  private StoredValue() {}

  /** Writes the fields. */
  interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads the fields as they were written. */
  interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  static byte[] encode(int version, int expectedBytes, Writer fields) {
    var bytes = new ByteArrayOutputStream(expectedBytes);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(version);
      fields.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * @param store its name, for the error
   * @param version the one version this build reads
   * @throws IllegalStateException if the bytes are of another version, or end too early or too late
   */
  static <T> T decode(String store, int version, byte[] value, Reader<T> fields) {
    return decode(store, new TreeMap<>(Map.of(version, fields)), value);
  }

  /**
   * @param store its name, for the error
   * @param fields by the versions that this build reads
   * @throws IllegalStateException if the bytes are of another version, or end too early or too late
   */
  static <T> T decode(String store, SortedMap<Integer, Reader<T>> fields, byte[] value) {
    var bytes = new ByteArrayInputStream(value);
    try (var in = new DataInputStream(bytes)) {
      int found = in.readUnsignedByte();
      if (!fields.containsKey(found)) {
        throw new IllegalStateException(
            "the store %s holds values of version %d, and this build reads version %d: run the build"
                    .formatted(store, found, fields.lastKey())
                + " that wrote them until its exams are answered");
      }
      T read = fields.get(found).read(in);
      if (bytes.available() > 0) {
        throw damaged(store, null);
      }
      return read;
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(store, e);
    }
  }

  private static IllegalStateException damaged(String store, Exception cause) {
    return new IllegalStateException(
        "the store %s holds a value that is not what any build wrote".formatted(store), cause);
  }
}
