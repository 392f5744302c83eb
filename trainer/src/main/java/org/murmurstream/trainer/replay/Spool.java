package org.murmurstream.trainer.replay;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of an archive on disk, in buckets: all of a patient are in the same one, so that a
 * patient can be put together from one bucket, whatever the order in which topics and partitions
 * were read. For one thread.
 */
final class Spool implements Closeable {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final List<FileChannel> channels = new ArrayList<>();
  private final List<DataOutputStream> buckets = new ArrayList<>();

  private Spool() {}

  /**
   * Opens a spool, to go on after what was there at the last {@link #sync}.
   *
   * @param lengths of each bucket then, in bytes; 0 for a new one
   */
  static Spool open(Path folder, List<Long> lengths) throws IOException {
    Spool spool = new Spool();
    try {
      for (int bucket = 0; bucket < lengths.size(); bucket++) {
        FileChannel channel =
            FileChannel.open(
                file(folder, bucket), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        spool.channels.add(channel);
        if (channel.size() < lengths.get(bucket)) {
          throw new IOException(
              "bucket %d has %d bytes of %d"
                  .formatted(bucket, channel.size(), lengths.get(bucket)));
        }
        channel.truncate(lengths.get(bucket)).position(lengths.get(bucket));
        spool.buckets.add(
            new DataOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)));
      }
      return spool;
    } catch (IOException e) {
      spool.close();
      throw e;
    }
  }

  static Path file(Path folder, int bucket) {
    return folder.resolve("bucket-%03d".formatted(bucket));
  }

  /**
   * Adds a record.
   *
   * @param value what it holds, frame included
   */
  void add(Entry entry, byte[] value) throws IOException {
    int bucket = Math.floorMod(entry.patientId().hashCode(), buckets.size());
    DataOutputStream out = buckets.get(bucket);
    out.writeUTF(entry.topic().name());
    out.writeInt(entry.partition());
    out.writeLong(entry.offset());
    out.writeLong(entry.timestamp());
    out.writeUTF(entry.refusal());
    out.writeUTF(entry.patientId());
    out.writeUTF(entry.examId());
    out.writeInt(value.length);
    out.write(value);
  }

  /**
   * Brings everything to disk.
   *
   * @return the length of each bucket, in bytes
   */
  List<Long> sync() throws IOException {
    List<Long> lengths = new ArrayList<>();
    for (int bucket = 0; bucket < buckets.size(); bucket++) {
      buckets.get(bucket).flush();
      channels.get(bucket).force(true);
      lengths.add(channels.get(bucket).position());
    }
    return lengths;
  }

  @Override
  public void close() throws IOException {
    for (FileChannel channel : channels) {
      channel.close();
    }
  }
}
