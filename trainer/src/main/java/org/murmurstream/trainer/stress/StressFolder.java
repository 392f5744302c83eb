package org.murmurstream.trainer.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.UserException;
import org.murmurstream.data.sound.Circumstance;
import org.murmurstream.trainer.result.Drawing;
import org.murmurstream.trainer.result.Pictures;

/**
 * The folder of a trial: {@code stress.md}, {@code stress.json} and, where there were
 * circumstances, {@code stress.png}.
 *
 * @param folder made if missing
 */
public record StressFolder(Path folder) {

  /**
   * Writes the tables, the figures and the picture.
   *
   * @param model what decided, for people
   * @param digest of the model bundle, if one decided
   * @param data what the patients are of, for people
   * @return a sentence that says why there is no picture, if it could not be drawn
   */
  public Optional<String> write(
      String model, Optional<String> digest, String data, StressResult result) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("stress.md"), new StressReport(model, result).lines());
      Files.writeString(folder.resolve("stress.json"), StressJson.line(digest, result) + "\n");
      if (result.circumstances().isEmpty()) {
        return Optional.empty();
      }
      String subject = "%s, %s, %d patients".formatted(model, data, result.asRecorded().patients());
      return Drawing.attempt(folder, () -> draw(new Pictures(folder, subject), result));
    } catch (IOException e) {
      throw new UserException("%s cannot be written: %s".formatted(folder, e), e);
    }
  }

  /** Each group of circumstances below its title. */
  private static void draw(Pictures pictures, StressResult result) throws IOException {
    List<String> rows = new ArrayList<>();
    List<Optional<Pictures.Share>> changed = new ArrayList<>();
    Circumstance.Group group = null;
    for (StressResult.Row row : result.circumstances()) {
      if (row.circumstance().group() != group) {
        group = row.circumstance().group();
        rows.add(StressReport.title(group));
        changed.add(Optional.empty());
      }
      rows.add(row.circumstance().title().replace('_', ' '));
      Effect effect = row.effect();
      changed.add(Optional.of(new Pictures.Share(effect.changed(), effect.patients())));
    }
    pictures.stress(rows, changed);
  }
}
