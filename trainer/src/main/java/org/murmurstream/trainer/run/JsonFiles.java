package org.murmurstream.trainer.run;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.murmurstream.core.UserException;

/** The JSON files of a run's folder: indented, for people to read. */
public final class JsonFiles {

  private static final ObjectMapper TREES = new ObjectMapper();

  private static final ObjectWriter JSON =
      TREES.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private JsonFiles() {}

  /** Writes a value, over any other. */
  public static void write(Path file, Object value) throws IOException {
    JSON.writeValue(file.toFile(), value);
  }

  /** Reads what {@link #write} wrote. */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    return TREES.readValue(file.toFile(), type);
  }

  /** A value in one line. */
  public static String text(Object value) throws IOException {
    return TREES.writeValueAsString(value);
  }

  /** Puts a number, null in the place of one that is not finite, which JSON cannot say. */
  public static void putFinite(ObjectNode json, String name, double number) {
    if (Double.isFinite(number)) {
      json.put(name, number);
    } else {
      json.putNull(name);
    }
  }

  /** A value as a tree, to add to. */
  public static ObjectNode tree(Object value) {
    return TREES.valueToTree(value);
  }

  /**
   * Writes a configuration, or makes sure that it is the one which was written before.
   *
   * @param what the configuration is of, in words: "settings or data"
   * @throws UserException if it is another: going on would mix the two
   */
  public static void keep(Path file, Object config, String what) throws IOException {
    byte[] json = JSON.writeValueAsBytes(config);
    if (!Files.exists(file)) {
      Files.write(file, json);
    } else if (!TREES.readTree(json).equals(TREES.readTree(Files.readAllBytes(file)))) {
      throw new UserException(
          "%s was begun with other %s; give the same ones, or another folder"
              .formatted(file.getParent(), what));
    }
  }
}
