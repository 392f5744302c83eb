package org.murmurstream.local.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.murmurstream.core.UserException;

/** Ports by the name of who listens, kept in a file so that a restart finds the same ones. */
public final class Ports {

  private final Path file;
  private final Properties kept = new Properties();

  private Ports(Path file) {
    this.file = file;
  }

  public static Ports keptIn(Path directory) {
    Ports ports = new Ports(directory.resolve("ports.properties"));
    if (Files.exists(ports.file)) {
      try (Reader reader = Files.newBufferedReader(ports.file)) {
        ports.kept.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new UserException("Cannot read " + ports.file, e);
      }
    }
    return ports;
  }

  /**
   * Chooses a port and keeps it.
   *
   * @param wanted a port that must be free, or 0 for the one kept, or any if that is taken
   * @throws UserException if the wanted port is taken
   */
  public int choose(String name, int wanted) {
    int port = wanted == 0 ? keptOrAny(name) : wanted;
    if (!FreePorts.isFree(port)) {
      throw new UserException(
          "Port %d for %s is in use: stop what listens there or choose another"
              .formatted(port, name));
    }
    kept.setProperty(name, String.valueOf(port));
    try (Writer writer = Files.newBufferedWriter(file)) {
      kept.store(writer, null);
    } catch (IOException e) {
      throw new UserException("Cannot write " + file, e);
    }
    return port;
  }

  private int keptOrAny(String name) {
    String port = kept.getProperty(name, "0");
    try {
      int number = Integer.parseInt(port);
      return number > 0 && FreePorts.isFree(number) ? number : FreePorts.take(1).get(0);
    } catch (IllegalArgumentException e) {
      throw new UserException("%s: %s is not a port: %s".formatted(file, name, port), e);
    }
  }
}
