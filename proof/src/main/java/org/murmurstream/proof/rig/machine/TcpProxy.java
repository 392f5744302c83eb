package org.murmurstream.proof.rig.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stands between two programs on loopback, and makes the connection as bad as it is told. */
public final class TcpProxy implements AutoCloseable {

  /** How it treats connections. */
  public enum Conduct {
    /** Hands on all bytes. */
    PASS,
    /** Closes every connection at once. */
    CUT,
    /** Takes connections and bytes, and hands nothing on until it passes again. */
    HANG,
    /** Hands on after {@value #DELAY_MILLIS} ms, one piece in twenty after five times that. */
    DELAY,
    /** Answers every request of HTTP with status 500. */
    HTTP_500,
    /** Answers every request of HTTP with status 404, in no registry's words. */
    HTTP_404,
    /** Answers with what is no HTTP at all. */
    GARBAGE
  }

  private static final long DELAY_MILLIS = 200;
  private static final int PIECE_BYTES = 16 * 1024;

  private final ServerSocket server;
  private final int target;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Conduct conduct = Conduct.PASS;

  private TcpProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Starts one.
   *
   * @param port where it listens, on loopback
   * @param target port of the program behind it, on loopback
   */
  public static TcpProxy start(int port, int target) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      TcpProxy proxy = new TcpProxy(server, target);
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("no proxy on port " + port, e);
    }
  }

  /** From now on. Connections that are open when it cuts or starts to answer itself are closed. */
  public void conduct(Conduct next) {
    conduct = next;
    if (next != Conduct.PASS && next != Conduct.DELAY && next != Conduct.HANG) {
      open.forEach(TcpProxy::quietly);
    }
  }

  @Override
  public void close() {
    conduct = Conduct.CUT;
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy cannot be closed", e);
    } finally {
      open.forEach(TcpProxy::quietly);
      threads.shutdownNow();
    }
  }

  @SuppressWarnings("EmptyCatch") // closed
  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      switch (conduct) {
        case CUT -> {}
        case HTTP_500 -> answer(client, http("500 Internal Server Error"));
        case HTTP_404 -> answer(client, http("404 Not Found"));
        case GARBAGE -> answer(client, "\u0000\u0001 nothing that anybody knows \r\n\r\n");
        case PASS, HANG, DELAY -> join(client);
      }
    } catch (IOException e) {
      // one of the two is gone, and the other will notice
    } finally {
      open.remove(client);
    }
  }

  private void join(Socket client) throws IOException {
    try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(behind);
      threads.execute(() -> pump(behind, client));
      pump(client, behind);
      open.remove(behind);
    }
  }

  /** Copies until one side ends, and then ends both. */
  private void pump(Socket from, Socket to) {
    byte[] piece = new byte[PIECE_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        obstruct();
        out.write(piece, 0, count);
      }
    } catch (IOException e) {
      // one of the two is gone
    }
  }

  /** TCP hides a lost packet as a longer delay, and so does this. */
  private void obstruct() throws IOException {
    while (conduct == Conduct.HANG) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      if (server.isClosed()) {
        throw new IOException("closed");
      }
    }
    if (conduct == Conduct.DELAY) {
      boolean lost = ThreadLocalRandom.current().nextInt(20) == 0;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DELAY_MILLIS * (lost ? 5 : 1)));
    }
  }

  private static void answer(Socket client, String text) throws IOException {
    int ignored = client.getInputStream().read(new byte[PIECE_BYTES]);
    if (ignored >= 0) {
      client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static String http(String status) {
    String body = "<html>not what you asked for</html>";
    return "HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is as good as closed
    }
  }
}
