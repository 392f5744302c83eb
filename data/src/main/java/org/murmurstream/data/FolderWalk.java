package org.murmurstream.data;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * The files in a folder and in those within it, in the order of their paths. Links are followed;
 * hidden files are left out, such as what other systems leave beside each file.
 */
public final class FolderWalk {

  private static final String WAV_SUFFIX = ".wav";

  private FolderWalk() {}

  /**
   * All files; a recording that a link names and that is not there is among them.
   *
   * @param depth 1 for the folder itself, one more for each level of folders within it
   */
  public static List<Path> files(Path folder, int depth) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path within, BasicFileAttributes attributes) {
            return !within.equals(folder) && isHidden(within)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file) && !attributes.isDirectory()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (isWav(file)) {
              files.add(file);
            } else if (!(e instanceof FileSystemLoopException)) {
              throw e;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.naturalOrder());
    return files;
  }

  /** Whether a file is a recording by its name. */
  public static boolean isWav(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(WAV_SUFFIX);
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }
}
