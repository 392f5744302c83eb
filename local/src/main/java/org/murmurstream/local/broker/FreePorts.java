package org.murmurstream.local.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of loopback that nobody listens on, and that no system gives to connections that go out:
 * while a server is away, a client that keeps trying to reach it could be given its very port, be
 * connected with itself, and keep the server from coming back.
 */
public final class FreePorts {

  private static final int LOWEST = 10_000;

  /** Linux gives ports from 32768 to connections that go out, others from 49152. */
  private static final int HIGHEST = 32_767;

  private static final int TRIES = 10_000;

  private FreePorts() {}

  /** So many different ones. */
  public static List<Integer> take(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < TRIES && sockets.size() < count; i++) {
        int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
        var socket = new ServerSocket();
        try {
          socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
          sockets.add(socket);
        } catch (IOException taken) {
          socket.close();
        }
      }
      if (sockets.size() < count) {
        throw new IOException("no port between %d and %d is free".formatted(LOWEST, HIGHEST));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    } finally {
      sockets.forEach(FreePorts::close);
    }
  }

  /** Whether nobody listens on a port. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a port cannot be freed", e);
    }
  }
}
