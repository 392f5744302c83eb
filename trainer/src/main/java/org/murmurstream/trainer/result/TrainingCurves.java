package org.murmurstream.trainer.result;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.data.CsvRows;
import org.murmurstream.trainer.run.RunFolder;

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
    for (RunFolder fold : new RunFolder(run).folds()) {
      if (Files.exists(fold.epochs())) {
        List<Double> values =
            CsvRows.read(fold.epochs()).stream().map(row -> row.number("loss")).toList();
        if (!values.isEmpty()) {
          losses.put(fold.path().getFileName().toString(), values);
        }
      }
    }
    return losses;
  }
}
