package org.murmurstream.proof.rig.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.murmurstream.proof.rig.machine.TcpProxy.Conduct;

class TcpProxyTest {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int SHORT_MILLIS = 300;

  private ServerSocket echo;
  private TcpProxy proxy;
  private int port;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::echo, "echo");
    thread.setDaemon(true);
    thread.start();
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    proxy = TcpProxy.start(port, echo.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void shouldHandOnWhatIsSaid() throws IOException {
    // Given
    try (Socket client = connect()) {
      // Then
      assertThat(ask(client, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void shouldCloseOpenAndNewConnectionsWhenCut() throws IOException {
    // Given
    try (Socket open = connect()) {
      ask(open, "hello");

      // When
      proxy.conduct(Conduct.CUT);

      // Then
      assertThat(isClosed(open)).isTrue();
      try (Socket another = connect()) {
        assertThat(isClosed(another)).isTrue();
      }
    }
  }

  @Test
  void shouldHandOnNothingWhileItHangsAndEverythingAfterwards() throws IOException {
    // Given
    try (Socket client = connect()) {
      ask(client, "hello");
      proxy.conduct(Conduct.HANG);
      client.setSoTimeout(SHORT_MILLIS);

      // When
      assertThatThrownBy(() -> ask(client, "again")).isInstanceOf(SocketTimeoutException.class);
      proxy.conduct(Conduct.PASS);

      // Then
      client.setSoTimeout(PATIENCE_MILLIS);
      assertThat(read(client, "again".length())).isEqualTo("again");
    }
  }

  @Test
  void shouldAnswerInTheServersPlaceWhenToldTo() throws IOException {
    // Given
    proxy.conduct(Conduct.HTTP_500);

    // When
    try (Socket client = connect()) {
      // Then
      assertThat(ask(client, "GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 500");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static String ask(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return read(client, text.length());
  }

  private static String read(Socket client, int bytes) throws IOException {
    return new String(client.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
  }

  /** A closed connection may be reset as well. */
  private static boolean isClosed(Socket client) {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private void echo() {
    try {
      while (true) {
        Socket client = echo.accept();
        Thread thread = new Thread(() -> echo(client), "echo");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void echo(Socket client) {
    byte[] bytes = new byte[100];
    try (client) {
      for (int n = client.getInputStream().read(bytes);
          n >= 0;
          n = client.getInputStream().read(bytes)) {
        client.getOutputStream().write(Arrays.copyOf(bytes, n));
      }
    } catch (IOException e) {
      // closed
    }
  }
}
