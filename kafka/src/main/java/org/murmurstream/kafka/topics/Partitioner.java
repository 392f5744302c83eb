package org.murmurstream.kafka.topics;

import java.util.zip.CRC32;
import org.apache.kafka.common.utils.Utils;

/** How a client finds the partition of a record by its key. */
public enum Partitioner {
  /** Java clients' default; of librdkafka {@code murmur2} and {@code murmur2_random}. */
  MURMUR2 {
    @Override
    public int partition(byte[] key, int partitions) {
      return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
  },

  /** librdkafka's default: {@code consistent} and {@code consistent_random}. */
  CRC32 {
    @Override
    public int partition(byte[] key, int partitions) {
      var checksum = new CRC32();
      checksum.update(key);
      return (int) (checksum.getValue() % partitions);
    }
  };

  /**
   * Where a key belongs.
   *
   * @param partitions how many the topic has
   */
  public abstract int partition(byte[] key, int partitions);
}
