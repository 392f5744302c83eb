package org.murmurstream.stream.runtime;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.murmurstream.core.UserException;

/** The directory of the stores, looked at before anything is begun. */
final class StateDirectory {

  /** A store that is new takes more; one that is there may take less. */
  private static final int ROOM_BYTES = 1024 * 1024;

  private StateDirectory() {}

  /**
   * Makes sure that stores can be written there; creates it if need be.
   *
   * @throws UserException saying what is wrong with it, and what to do
   */
  static void require(Path directory) {
    try {
      Files.createDirectories(directory);
      Path probe = Files.createTempFile(directory, "murmur", ".probe");
      try {
        Files.write(probe, new byte[ROOM_BYTES]);
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      throw new UserException(
          "Stores cannot be written to state.dir (%s): %s. Make room or give this user the right to"
                  .formatted(directory.toAbsolutePath(), reason(e))
              + " write there, or name another directory.",
          e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
      return "it is no directory";
    }
    if (e instanceof NoSuchFileException) {
      return "it cannot be made";
    }
    return e instanceof FileSystemException failed && failed.getReason() != null
        ? failed.getReason()
        : String.valueOf(e.getMessage());
  }
}
