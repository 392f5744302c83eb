package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.murmurstream.core.UserException;
import org.murmurstream.trainer.run.EpochRows;

/** The file {@code epochs.csv}: what each epoch came to, and with it when training is to stop. */
final class EpochTable {

  private static final String TITLES =
      "epoch,valid_wacc,valid_uar,valid_loss,loss,gradient_norm,learning_rate,ms_per_step";

  private final EpochRows rows;
  private final List<Validation> validations;

  private EpochTable(EpochRows rows, List<Validation> validations) {
    this.rows = rows;
    this.validations = validations;
  }

  /**
   * What an epoch of training was like.
   *
   * @param loss mean over its steps
   * @param gradientNorm mean over its steps, before clipping
   * @param learningRate of its last step
   * @param millis mean of a step
   */
  record Training(double loss, double gradientNorm, double learningRate, double millis) {}

  /**
   * Opens the table with the epochs that a checkpoint covers; later ones were lost with the
   * process, and will come again.
   */
  static EpochTable open(Path file, int epochs) throws IOException {
    EpochRows rows = EpochRows.open(file, TITLES, epochs);
    var validations = new ArrayList<Validation>();
    for (String row : rows.kept()) {
      validations.add(validation(file, row));
    }
    return new EpochTable(rows, validations);
  }

  List<Validation> validations() {
    return validations;
  }

  void add(Validation validation, Training training) throws IOException {
    validations.add(validation);
    // What decides is written with all digits, for it is read again to go on.
    rows.add(
        validations.size()
            + ","
            + validation.weightedAccuracy()
            + ","
            + validation.uar()
            + ","
            + validation.loss()
            + String.format(
                Locale.ROOT,
                ",%.5f,%.4f,%.3e,%.1f",
                training.loss(),
                training.gradientNorm(),
                training.learningRate(),
                training.millis()));
  }

  private static Validation validation(Path file, String line) {
    String[] columns = line.split(",", -1);
    try {
      return new Validation(
          Double.parseDouble(columns[1]),
          Double.parseDouble(columns[2]),
          Double.parseDouble(columns[3]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new UserException(
          "%s is damaged; remove it and the checkpoint beside it to begin anew".formatted(file), e);
    }
  }
}
