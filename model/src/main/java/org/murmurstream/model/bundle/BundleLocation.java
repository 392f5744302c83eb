package org.murmurstream.model.bundle;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import org.murmurstream.core.UserException;

/**
 * Where a released bundle lies, as every instance sees it.
 *
 * @param folder an absolute path
 */
public record BundleLocation(Path folder) {

  public BundleLocation {
    if (!folder.isAbsolute()) {
      throw new UserException(
          "%s is no location that every instance can read; name an absolute path or a file: URI"
              .formatted(folder));
    }
  }

  /**
   * Reads an absolute path or a {@code file:} URI.
   *
   * @throws UserException if it is neither
   */
  public static BundleLocation parse(String written) {
    try {
      return new BundleLocation(
          written.startsWith("file:") ? Path.of(URI.create(written)) : Path.of(written));
    } catch (FileSystemNotFoundException | IllegalArgumentException e) {
      throw new UserException("'%s' is no path and no file: URI".formatted(written), e);
    }
  }

  /** As it is written into a release: the path. */
  @Override
  public String toString() {
    return folder.toString();
  }
}
