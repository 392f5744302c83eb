package org.murmurstream.core;

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

/** Files of keys and values, as Java's properties, but in UTF-8. */
public final class PropertiesFile {

  private PropertiesFile() {}

  /**
   * Reads all of it; blanks around values are left out.
   *
   * @throws UserException if it cannot be read; no value is named, for it may be secret
   */
  public static Map<String, String> read(Path file) {
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
    return values;
  }
}
