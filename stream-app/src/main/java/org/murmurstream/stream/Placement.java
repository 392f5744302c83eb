package org.murmurstream.stream;

import java.util.Optional;
import org.murmurstream.kafka.topics.Partitioner;

/**
 * Where chunks belong. An exam whose chunks lie in two partitions is two exams, so all clients must
 * use one partitioner; which, does not matter.
 *
 * @param partitions how many the topic of recordings has
 * @param required chunks that lie elsewhere are refused; empty if none is
 */
public record Placement(int partitions, Optional<Partitioner> required) {

  /** Which partitioner puts a key where it lies. */
  enum Kind {
    BOTH,
    MURMUR2,
    CRC32,
    NEITHER
  }

  boolean isRefused(byte[] key, int partition) {
    return required.filter(agreed -> !isHome(agreed, key, partition)).isPresent();
  }

  Kind kind(byte[] key, int partition) {
    boolean byMurmur2 = isHome(Partitioner.MURMUR2, key, partition);
    boolean byCrc32 = isHome(Partitioner.CRC32, key, partition);
    if (byMurmur2) {
      return byCrc32 ? Kind.BOTH : Kind.MURMUR2;
    }
    return byCrc32 ? Kind.CRC32 : Kind.NEITHER;
  }

  private boolean isHome(Partitioner partitioner, byte[] key, int partition) {
    return partitioner.partition(key, partitions) == partition;
  }
}
