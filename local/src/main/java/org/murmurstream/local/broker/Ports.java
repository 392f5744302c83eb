package org.murmurstream.local.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
    if (!isFree(port)) {
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
      return number > 0 && isFree(number) ? number : anyFree();
    } catch (IllegalArgumentException e) {
      throw new UserException("%s: %s is not a port: %s".formatted(file, name, port), e);
    }
  }

  private int anyFree() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
