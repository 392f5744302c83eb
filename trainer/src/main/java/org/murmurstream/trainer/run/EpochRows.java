package org.murmurstream.trainer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.UserException;

/** The file {@code epochs.csv} of a training: a row for each epoch. */
public final class EpochRows {

  private final Path file;
  private final List<String> kept;

  private EpochRows(Path file, List<String> kept) {
    this.file = file;
    this.kept = kept;
  }

  /**
   * Opens the file with the epochs that a checkpoint covers; later ones were lost with the process,
   * and will come again.
   *
   * @param titles of the columns, separated by commas
   * @param epochs how many the checkpoint covers
   * @throws UserException if the file holds fewer
   */
  public static EpochRows open(Path file, String titles, int epochs) throws IOException {
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (epochs > 0 && lines.size() <= epochs) {
      throw new UserException(
          "%s does not hold the %d epochs of the checkpoint beside it; remove the checkpoint to begin anew"
              .formatted(file, epochs));
    }
    List<String> kept = epochs == 0 ? List.of() : lines.subList(1, 1 + epochs);
    var wanted = new ArrayList<String>();
    wanted.add(titles);
    wanted.addAll(kept);
    if (!lines.equals(wanted)) {
      AtomicFiles.replace(file, partial -> Files.write(partial, wanted));
    }
    return new EpochRows(file, List.copyOf(kept));
  }

  /** The rows of earlier epochs. */
  public List<String> kept() {
    return kept;
  }

  /** Adds the row of the next epoch. */
  public void add(String row) throws IOException {
    Files.writeString(file, row + System.lineSeparator(), StandardOpenOption.APPEND);
  }
}
