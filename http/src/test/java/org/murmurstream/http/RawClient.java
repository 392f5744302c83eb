package org.murmurstream.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Somebody who speaks HTTP as badly as he likes, over a connection to this machine. */
public final class RawClient implements AutoCloseable {

  private final Socket socket;

  public RawClient(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects so many times and says nothing. */
  public static List<RawClient> idle(int port, int count) {
    var clients = new ArrayList<RawClient>(count);
    for (int i = 0; i < count; i++) {
      clients.add(new RawClient(port));
    }
    return clients;
  }

  /** The answer to a GET within a second, from its status line to its end. */
  public static String get(int port, String path) {
    try (var client = new RawClient(port)) {
      return client
          .send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
          .readToEnd(Duration.ofSeconds(1));
    }
  }

  /** Sends this and no more. */
  public RawClient send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All there is until the server ends the connection.
   *
   * @throws UncheckedIOException if it is still open after a silence of that time
   */
  public String readToEnd(Duration patience) {
    try {
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server has ended the connection, in order or not. */
  public boolean isEnded() {
    try {
      socket.setSoTimeout(1);
      socket.getInputStream().skipNBytes(Long.MAX_VALUE);
      return false;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
