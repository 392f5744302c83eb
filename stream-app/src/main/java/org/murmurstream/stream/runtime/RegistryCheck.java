package org.murmurstream.stream.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.murmurstream.core.UserException;

/** Makes sure before the start that something listens where the schema registry should be. */
final class RegistryCheck {

  private RegistryCheck() {}

  /**
   * Connects to one of them and says nothing.
   *
   * @param urls base URLs separated by commas
   * @param patience how long each is waited for
   * @throws UserException if an URL is none, or nobody takes the connection
   */
  static void requireListening(String urls, Duration patience) {
    for (String url : urls.split(",", -1)) {
      if (isListening(url.strip(), patience)) {
        return;
      }
    }
    throw new UserException(
        "No schema registry listens at %s; is it running, and is the address right?"
            .formatted(urls.replaceAll("//[^/@,]*@", "//")));
  }

  private static boolean isListening(String url, Duration patience) {
    InetSocketAddress address = addressOf(url);
    try (var socket = new Socket()) {
      socket.connect(address, Math.toIntExact(patience.toMillis()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static InetSocketAddress addressOf(String url) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null && ("http".equals(uri.getScheme()) || isTls(uri))) {
        int standard = isTls(uri) ? 443 : 80;
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort());
      }
    } catch (IllegalArgumentException e) {
      throw notAnUrl(url, e);
    }
    throw notAnUrl(url, null);
  }

  private static boolean isTls(URI uri) {
    return "https".equals(uri.getScheme());
  }

  private static UserException notAnUrl(String url, Throwable cause) {
    return new UserException(
        "'%s' is not the URL of a schema registry; write http://HOST:PORT.".formatted(url), cause);
  }
}
