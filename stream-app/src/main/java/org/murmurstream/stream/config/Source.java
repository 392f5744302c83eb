package org.murmurstream.stream.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.murmurstream.core.UserException;

/**
 * Where some values come from.
 *
 * @param name as it is named to a user
 * @param values what it says, by key
 */
public record Source(String name, Map<String, String> values) {

  public Source {
    values = Map.copyOf(values);
  }

  /**
   * A properties file in UTF-8.
   *
   * @throws UserException if it cannot be read
   */
  public static Source file(Path file) {
    var properties = new Properties();
    try (Reader reader = new StringReader(Files.readString(file))) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new UserException("The configuration file %s does not exist.".formatted(file), e);
    } catch (MalformedInputException e) {
      throw new UserException("The configuration file %s is not UTF-8.".formatted(file), e);
    } catch (IOException e) {
      throw new UserException("The configuration file %s cannot be read.".formatted(file), e);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "The configuration file %s is not a properties file: it holds a malformed \\uxxxx."
              .formatted(file),
          e);
    }
    var values = new TreeMap<String, String>();
    properties.forEach((key, value) -> values.put((String) key, ((String) value).strip()));
    return new Source(file.toString(), values);
  }

  /** Those environment variables that name keys. */
  public static Source environment(Map<String, String> environment) {
    var values = new TreeMap<String, String>();
    environment.forEach(
        (variable, value) ->
            EnvironmentNames.keyOf(variable).ifPresent(key -> values.put(key, value)));
    return new Source("the environment", values);
  }

  public static Source flags(Map<String, String> values) {
    return new Source("the command line", values);
  }
}
