package org.murmurstream.trainer.classify;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.murmurstream.model.UserException;

/** The JSON files of a run's folder. */
final class JsonFiles {

  private static final ObjectMapper TREES = new ObjectMapper();

  private static final ObjectWriter JSON =
      TREES.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private JsonFiles() {}

  static void write(Path file, Object value) throws IOException {
    JSON.writeValue(file.toFile(), value);
  }

  /**
   * Writes a configuration, or makes sure that it is the one which was written before.
   *
   * @throws UserException if it is another: going on would mix the two
   */
  static void keep(Path file, Object config) throws IOException {
    byte[] json = JSON.writeValueAsBytes(config);
    if (!Files.exists(file)) {
      Files.write(file, json);
    } else if (!TREES.readTree(json).equals(TREES.readTree(Files.readAllBytes(file)))) {
      throw new UserException(
          "%s was begun with other settings or data; give the same ones, or another folder"
              .formatted(file.getParent()));
    }
  }
}
