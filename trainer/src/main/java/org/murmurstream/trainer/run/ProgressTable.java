package org.murmurstream.trainer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.UserException;

/**
 * The table of a training: a row for each epoch, or for some steps each. The first column is the
 * number of epochs or steps done.
 */
public final class ProgressTable {

  private final Path file;
  private final List<String> kept;

  private ProgressTable(Path file, List<String> kept) {
    this.file = file;
    this.kept = kept;
  }

  /**
   * Opens the table with the rows that a checkpoint covers; later ones were lost with the process,
   * and will come again.
   *
   * @param titles of the columns, separated by commas
   * @param done how many epochs or steps the checkpoint covers
   * @throws UserException if the file does not hold them
   */
  public static ProgressTable open(Path file, String titles, long done) throws IOException {
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    var kept = new ArrayList<String>();
    long last = 0;
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      long number = number(line);
      if (number <= last || number > done) {
        break;
      }
      kept.add(line);
      last = number;
    }
    if (last != done) {
      throw new UserException(
          "%s does not tell of all that the checkpoint beside it covers; remove the checkpoint to begin anew"
              .formatted(file));
    }
    var wanted = new ArrayList<String>();
    wanted.add(titles);
    wanted.addAll(kept);
    if (!lines.equals(wanted)) {
      AtomicFiles.replace(file, partial -> Files.write(partial, wanted));
    }
    return new ProgressTable(file, List.copyOf(kept));
  }

  /** The rows of a training that has ended. */
  public static List<String> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.subList(Math.min(1, lines.size()), lines.size());
  }

  /**
   * A number of a row.
   *
   * @param column from 0
   * @throws UserException if there is none
   */
  public static double value(Path file, String row, int column) {
    try {
      return Double.parseDouble(row.split(",", -1)[column]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new UserException(
          "%s is damaged; remove it and the checkpoint beside it to begin anew".formatted(file), e);
    }
  }

  /** The rows of earlier epochs or steps. */
  List<String> kept() {
    return kept;
  }

  /** Adds the next row. */
  void add(String row) throws IOException {
    Files.writeString(file, row + System.lineSeparator(), StandardOpenOption.APPEND);
  }

  /** What a line that was cut off while it was written begins with is no number, or too low. */
  private static long number(String line) {
    int comma = line.indexOf(',');
    String first = comma < 0 ? "" : line.substring(0, comma);
    return first.matches("\\d{1,18}") ? Long.parseLong(first) : 0;
  }
}
