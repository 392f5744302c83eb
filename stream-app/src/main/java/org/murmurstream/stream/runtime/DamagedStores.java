package org.murmurstream.stream.runtime;

import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Tells damaged files of stores from a disk that is full or in use. */
final class DamagedStores {

  private DamagedStores() {}

  static boolean areBehind(Throwable failure) {
    return corruption(failure).isPresent();
  }

  /** What the store says of it: names of files, and nothing of what is in them. */
  static String sentence(Throwable failure) {
    return corruption(failure).map(Throwable::getMessage).orElse("");
  }

  private static Optional<RocksDBException> corruption(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RocksDBException e && isCorruption(e)) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  private static boolean isCorruption(RocksDBException e) {
    Status status = e.getStatus();
    if (status == null) {
      return false;
    }
    boolean isLacking =
        status.getCode() == Status.Code.IOError
            && String.valueOf(e.getMessage()).contains("No such file or directory");
    return status.getCode() == Status.Code.Corruption || isLacking;
  }
}
