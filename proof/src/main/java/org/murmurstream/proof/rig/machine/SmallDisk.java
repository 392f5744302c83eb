package org.murmurstream.proof.rig.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system in memory that can be full, and given more room. Only root can make one. */
public final class SmallDisk implements AutoCloseable {

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /**
   * Mounts one.
   *
   * @param directory made if missing
   * @return nothing if this process may not mount
   */
  public static Optional<SmallDisk> mount(Path directory, int megabytes)
      throws InterruptedException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for a disk", e);
    }
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
    return mounted ? Optional.of(new SmallDisk(directory)) : Optional.empty();
  }

  public Path directory() {
    return directory;
  }

  /** Makes it larger, or smaller if what is on it leaves room. */
  public void resize(int megabytes) throws InterruptedException {
    if (!run("mount", "-o", "remount,size=" + megabytes + "m", directory.toString())) {
      throw new IllegalStateException("the small disk cannot be resized");
    }
  }

  /** Unmounts it, as soon as nobody uses it any more. */
  @Override
  public void close() {
    try {
      run("umount", "--lazy", directory.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
