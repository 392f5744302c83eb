package org.murmurstream.local.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.murmurstream.core.UserException;

/**
 * Keeps a directory for one broker. Kafka's own lock comes too late: until it is taken, a second
 * broker has written into the log of the first, which ends both.
 */
final class DirectoryLock implements AutoCloseable {

  private final FileChannel file;

  private DirectoryLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes it; it is given back with the process at the latest.
   *
   * @param directory of a broker; must exist
   * @throws UserException if another broker has it
   */
  static DirectoryLock take(Path directory) {
    FileChannel file = null;
    try {
      file =
          FileChannel.open(
              directory.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (file.tryLock() != null) {
        return new DirectoryLock(file);
      }
    } catch (OverlappingFileLockException e) {
      close(file); // in this very process
    } catch (IOException e) {
      close(file);
      throw new UserException("Cannot write to the directory " + directory, e);
    }
    close(file);
    throw new UserException(
        "Another broker keeps its data in %s: end that one, or name another directory (--data)."
            .formatted(directory.toAbsolutePath().normalize()));
  }

  @Override
  public void close() {
    close(file);
  }

  private static void close(FileChannel file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot give a directory back", e);
    }
  }
}
