package org.murmurstream.stream.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Records that wait for something, by their key, and in the order in which they came. */
public final class HeldStore {

  private static final int VERSION = 1;
  private static final int NULL = -1;

  private final KeyValueStore<Bytes, byte[]> held;

  public HeldStore(ProcessingContext context) {
    this.held = Stores.of(context, Stores.HELD);
  }

  /**
   * A record that waits.
   *
   * @param timestamp its time, in milliseconds since the epoch
   * @param value its value
   * @param headers its headers
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  public record Held(long timestamp, byte[] value, Headers headers) {

    /** It may be patient data. */
    @Override
    public String toString() {
      return "Held[hidden]";
    }
  }

  /**
   * Holds a record.
   *
   * @param key of up to 255 bytes
   */
  public void put(byte[] key, long offset, Held record) {
    held.put(name(key, offset), encode(record));
  }

  /** A record that is held; null if it is not. */
  public Held get(byte[] key, long offset) {
    byte[] value = held.get(name(key, offset));
    return value == null ? null : StoredValue.decode(Stores.HELD, VERSION, value, HeldStore::read);
  }

  public void delete(byte[] key, long offset) {
    held.delete(name(key, offset));
  }

  /** Whether a record of a key is held. */
  public boolean holds(byte[] key) {
    try (KeyValueIterator<Bytes, byte[]> range =
        held.range(name(key, 0), name(key, Long.MAX_VALUE))) {
      return range.hasNext();
    }
  }

  /** Goes through all records that are held: their keys and offsets, in the order of both. */
  public void forEach(BiConsumer<byte[], Long> each) {
    try (KeyValueIterator<Bytes, byte[]> all = held.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        byte[] name = entry.key.get();
        each.accept(
            Arrays.copyOfRange(name, 1, name.length - Long.BYTES),
            ByteBuffer.wrap(name, name.length - Long.BYTES, Long.BYTES).getLong());
      }
    }
  }

  /** Length of the key, key, big-endian offset. */
  private static Bytes name(byte[] key, long offset) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + key.length + Long.BYTES)
            .put((byte) key.length)
            .put(key)
            .putLong(offset)
            .array());
  }

  private static byte[] encode(Held record) {
    return StoredValue.encode(VERSION, record.value().length + 128, out -> write(out, record));
  }

  private static void write(DataOutputStream out, Held record) throws IOException {
    out.writeLong(record.timestamp());
    write(out, record.value());
    Header[] headers = record.headers().toArray();
    out.writeInt(headers.length);
    for (Header header : headers) {
      out.writeUTF(header.key());
      write(out, header.value());
    }
  }

  private static Held read(DataInputStream in) throws IOException {
    long timestamp = in.readLong();
    byte[] value = readBytes(in);
    Headers headers = new RecordHeaders();
    for (int n = in.readInt(); n > 0; n--) {
      headers.add(in.readUTF(), readBytes(in));
    }
    return new Held(timestamp, value, headers);
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes == null ? NULL : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length == NULL ? null : in.readNBytes(length);
  }
}
