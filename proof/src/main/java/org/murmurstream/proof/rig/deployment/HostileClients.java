package org.murmurstream.proof.rig.deployment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that say nothing, ask half a question, or owe what they promised; all stay open. */
public final class HostileClients implements AutoCloseable {

  private static final List<String> WORDS =
      List.of(
          "",
          "GET /heal",
          "GET /health/live HTTP/1.1\r\nHost: x\r\nX-",
          "POST /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nhalf",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "\u0016\u0003\u0001\u0002\u0000\u0001",
          "GET / HTTP/1.1\r\n" + "X-Long: y\r\n".repeat(2_000));

  private final List<Socket> sockets = new ArrayList<>();

  /** Opens so many to a port of loopback; those that are refused are not counted. */
  public void open(int port, int count) {
    for (int i = 0; i < count; i++) {
      try {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket
            .getOutputStream()
            .write(WORDS.get(i % WORDS.size()).getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        return; // whoever is attacked may well refuse
      }
    }
  }

  /** How many were taken. */
  public int taken() {
    return sockets.size();
  }

  @Override
  public void close() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // it is as good as closed
      }
    }
  }
}
