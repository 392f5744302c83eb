package org.murmurstream.trainer.segments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.murmurstream.core.UserException;
import org.murmurstream.trainer.frames.ResidentMemory;
import org.murmurstream.trainer.run.EpochRows;

/** The file {@code epochs.csv} of a fine-tuning, and with it which epoch was the best. */
final class FineTuningEpochs {

  private static final String TITLES =
      "epoch,valid_accuracy,loss,gradient_norm,learning_rate,ms_per_step,rss_mb";

  private final EpochRows rows;
  private int count;
  private int best;
  private double bestAccuracy = Double.NaN;

  private FineTuningEpochs(EpochRows rows) {
    this.rows = rows;
  }

  /**
   * What an epoch of training was like.
   *
   * @param loss mean over its steps
   * @param gradientNorm mean over its steps
   * @param learningRate of its last step
   * @param millis mean of a step
   */
  record Training(double loss, double gradientNorm, double learningRate, double millis) {}

  /** Opens the table with the epochs that a checkpoint covers. */
  static FineTuningEpochs open(Path file, int epochs) throws IOException {
    var table = new FineTuningEpochs(EpochRows.open(file, TITLES, epochs));
    for (String row : table.rows.kept()) {
      table.take(accuracy(file, row));
    }
    return table;
  }

  /** Opens the table of a training that has ended. */
  static FineTuningEpochs open(Path file) throws IOException {
    return open(file, Files.readAllLines(file).size() - 1);
  }

  int count() {
    return count;
  }

  /** The epoch with the highest accuracy, from 1; of equal ones the first. */
  int best() {
    return best;
  }

  /** Its accuracy; NaN before the first epoch's end. */
  double bestAccuracy() {
    return bestAccuracy;
  }

  /**
   * Adds an epoch.
   *
   * @param accuracy share of validation segments classified rightly
   */
  void add(double accuracy, Training training) throws IOException {
    take(accuracy);
    // What decides is written with all digits, for it is read again to go on.
    rows.add(
        count
            + ","
            + accuracy
            + String.format(
                Locale.ROOT,
                ",%.5f,%.4f,%.3e,%.1f,%d",
                training.loss(),
                training.gradientNorm(),
                training.learningRate(),
                training.millis(),
                ResidentMemory.megabytes()));
  }

  private void take(double accuracy) {
    count++;
    if (!(accuracy <= bestAccuracy)) {
      best = count;
      bestAccuracy = accuracy;
    }
  }

  private static double accuracy(Path file, String row) {
    try {
      return Double.parseDouble(row.split(",", -1)[1]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new UserException(
          "%s is damaged; remove it and the checkpoint beside it to begin anew".formatted(file), e);
    }
  }
}
