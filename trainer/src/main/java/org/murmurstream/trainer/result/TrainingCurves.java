package org.murmurstream.trainer.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.murmurstream.core.UserException;
import org.murmurstream.data.CsvRows;

/** How the losses of a run fell, from the {@code epochs.csv} of its folds. */
public final class TrainingCurves {

  private TrainingCurves() {}

  /**
   * Reads the losses of a run.
   *
   * @param run its folder
   * @return the loss of each epoch from the first, by the name of the fold; empty if there is none
   */
  public static Map<String, List<Double>> read(Path run) {
    var losses = new TreeMap<String, List<Double>>();
    try (Stream<Path> folds = Files.list(run)) {
      for (Path fold : folds.filter(Files::isDirectory).sorted().toList()) {
        Path epochs = fold.resolve("epochs.csv");
        if (fold.getFileName().toString().startsWith("fold-") && Files.exists(epochs)) {
          List<Double> values =
              CsvRows.read(epochs).stream().map(row -> row.number("loss")).toList();
          if (!values.isEmpty()) {
            losses.put(fold.getFileName().toString(), values);
          }
        }
      }
    } catch (IOException e) {
      throw new UserException("%s cannot be read: %s".formatted(run, e), e);
    }
    return losses;
  }
}
