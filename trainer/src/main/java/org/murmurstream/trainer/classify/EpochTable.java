package org.murmurstream.trainer.classify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.murmurstream.model.UserException;

/** The file {@code epochs.csv}: what each epoch came to, and with it when training is to stop. */
final class EpochTable {

  private static final String TITLES =
      "epoch,valid_wacc,valid_uar,valid_loss,loss,gradient_norm,learning_rate,ms_per_step";

  private final Path file;
  private final List<Validation> validations;

  private EpochTable(Path file, List<Validation> validations) {
    this.file = file;
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
    var kept = new ArrayList<String>();
    var validations = new ArrayList<Validation>();
    kept.add(TITLES);
    if (epochs > 0) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() <= epochs) {
        throw new UserException(
            "%s does not hold the %d epochs of the checkpoint beside it; remove the checkpoint to begin anew"
                .formatted(file, epochs));
      }
      for (String line : lines.subList(1, 1 + epochs)) {
        kept.add(line);
        validations.add(validation(file, line));
      }
    }
    if (!Files.exists(file) || !Files.readAllLines(file).equals(kept)) {
      Path partial = file.resolveSibling(file.getFileName() + ".partial");
      Files.write(partial, kept);
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return new EpochTable(file, validations);
  }

  List<Validation> validations() {
    return validations;
  }

  void add(Validation validation, Training training) throws IOException {
    validations.add(validation);
    // What decides is written with all digits, for it is read again to go on.
    String line =
        validations.size()
            + ","
            + validation.weightedAccuracy()
            + ","
            + validation.uar()
            + ","
            + validation.loss()
            + String.format(
                Locale.ROOT,
                ",%.5f,%.4f,%.3e,%.1f%n",
                training.loss(),
                training.gradientNorm(),
                training.learningRate(),
                training.millis());
    Files.writeString(file, line, StandardOpenOption.APPEND);
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
