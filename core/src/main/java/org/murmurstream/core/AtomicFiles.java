package org.murmurstream.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files and folders that are whole or not there: each is written beside its place, as {@code
 * .NAME.partial-UUID}, and moved there when it is complete. Several processes may write the same
 * one; the last wins.
 */
public final class AtomicFiles {

  private AtomicFiles() {}

  /** What is to be written, to a path given. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path partial) throws IOException;
  }

  /** Writes a file in place of any other of its name, which stays whole until this one is. */
  public static void replace(Path file, Content content) throws IOException {
    Path partial = partial(file);
    try {
      content.writeTo(partial);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** Like {@link #replace}, and what is there then outlives the machine's sudden end. */
  public static void replaceDurably(Path file, byte[] content) throws IOException {
    replace(file, partial -> writeDurably(partial, content));
  }

  /** Writes a new folder, made empty before its content is asked for. */
  public static void createFolder(Path folder, Content content) throws IOException {
    Path partial = partial(folder);
    try {
      Files.createDirectories(partial);
      content.writeTo(partial);
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      deleteFolder(partial);
    }
  }

  /** Deletes a folder with all that is in it, if it is there. */
  public static void deleteFolder(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static Path partial(Path target) {
    return target.resolveSibling(
        ".%s.partial-%s".formatted(target.getFileName(), UUID.randomUUID()));
  }

  private static void writeDurably(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
