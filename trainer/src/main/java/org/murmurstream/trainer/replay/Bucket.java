package org.murmurstream.trainer.replay;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** One bucket of a {@link Spool}, to be read: its values stay on disk until they are asked for. */
final class Bucket implements Closeable {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final FileChannel channel;
  private final List<Item> items;

  /**
   * A record in the bucket.
   *
   * @param entry what it is
   * @param position where its value begins
   * @param length how long that is, in bytes
   */
  record Item(Entry entry, long position, int length) {}

  private Bucket(FileChannel channel, List<Item> items) {
    this.channel = channel;
    this.items = items;
  }

  static Bucket open(Path folder, int bucket) throws IOException {
    FileChannel channel = FileChannel.open(Spool.file(folder, bucket), StandardOpenOption.READ);
    try {
      return new Bucket(channel, scan(channel));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** All records, in the order in which they were added. */
  List<Item> items() {
    return items;
  }

  byte[] value(Item item) throws IOException {
    ByteBuffer value = ByteBuffer.allocate(item.length());
    while (value.hasRemaining()) {
      if (channel.read(value, item.position() + value.position()) < 0) {
        throw new EOFException("a bucket ends within a record");
      }
    }
    return value.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static List<Item> scan(FileChannel channel) throws IOException {
    List<Item> items = new ArrayList<>();
    long end = channel.size();
    var counted = new CountedStream(Channels.newInputStream(channel));
    var in = new DataInputStream(counted);
    while (counted.position < end) {
      ArchiveTopic topic = ArchiveTopic.valueOf(in.readUTF());
      int partition = in.readInt();
      long offset = in.readLong();
      long timestamp = in.readLong();
      String refusal = in.readUTF();
      String patientId = in.readUTF();
      String examId = in.readUTF();
      int length = in.readInt();
      items.add(
          new Item(
              new Entry(topic, partition, offset, timestamp, refusal, patientId, examId),
              counted.position,
              length));
      in.skipNBytes(length);
    }
    return items;
  }

  /** Knows how many bytes were read: how many a text takes depends on its characters. */
  private static final class CountedStream extends FilterInputStream {

    private long position;

    CountedStream(InputStream in) {
      super(new BufferedInputStream(in, BUFFER_BYTES));
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      position += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      position += Math.max(0, read);
      return read;
    }

    @Override
    public long skip(long length) throws IOException {
      long skipped = super.skip(length);
      position += skipped;
      return skipped;
    }
  }
}
