package org.murmurstream.proof.rig.deployment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.murmurstream.sim.Rng;

/** A directory that things are done to. */
public record Folder(Path path) {

  private static final int BLOCK = 1 << 16;

  /** Deletes it with all that is in it; one that is not there is left so. */
  public void delete() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  /** Its bytes; files that vanish meanwhile count for nothing. */
  public long bytes() {
    try (Stream<Path> paths = Files.walk(path)) {
      return paths.mapToLong(file -> Files.isRegularFile(file) ? file.toFile().length() : 0).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** Flips bits in some places of every file that is meant; returns how many files. */
  public int corrupt(Rng rng, Predicate<Path> meant) throws IOException {
    List<Path> files;
    try (Stream<Path> paths = Files.walk(path)) {
      files = paths.filter(Files::isRegularFile).filter(meant).sorted().toList();
    }
    for (Path file : files) {
      try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
        for (int i = 0; bytes.length() > 0 && i <= bytes.length() / 500; i++) {
          long at = (long) (rng.uniform() * bytes.length());
          bytes.seek(at);
          int old = bytes.read();
          bytes.seek(at);
          bytes.write(old ^ (1 + rng.below(255)));
        }
      }
    }
    return files.size();
  }

  /** Fills the disk it is on, with a file that can be deleted again. */
  public Path fillDisk() throws IOException {
    Path filler = path.resolve("filler");
    byte[] block = new byte[BLOCK];
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      return filler;
    }
  }
}
