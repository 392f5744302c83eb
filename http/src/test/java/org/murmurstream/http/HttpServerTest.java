package org.murmurstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {

  private static final int MOST = 100;

  /** Longer than any request takes, however busy the machine. */
  private static final Duration IDLE = Duration.ofSeconds(20);

  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BODY = 1000;

  private final InetSocketAddress anyPort =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.start("test", anyPort, new HttpLimits(MOST, IDLE, BODY), HttpServerTest::answer);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static HttpAnswer answer(HttpRequest request) {
    if (request.path().equals("/broken")) {
      throw new IllegalStateException("secret");
    }
    return HttpAnswer.plain(
        200, "%s %s %d".formatted(request.method(), request.query(), request.body().length()));
  }

  @Test
  void shouldHandOnMethodQueryAndBody() {
    // When
    String answer =
        ask("POST /a?b=c HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc");

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Cache-Control: no-store", "X-Content-Type-Options: nosniff")
        .endsWith("POST b=c 3");
  }

  @Test
  void shouldLeaveTheBodyOutWhenAskedForTheHead() {
    // When
    String answer = ask("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Length: 7")
        .endsWith("\r\n\r\n");
  }

  @Test
  void shouldAnswerOthersWhileSomeStopInTheMiddle() {
    try (var halfAHead = new RawClient(server.port());
        var owesABody = new RawClient(server.port())) {
      // Given
      halfAHead.send("GET / HTTP/1.1\r\nHo");
      owesABody.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nabc");

      // Then
      assertThat(RawClient.get(server.port(), "/")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void shouldAnswerOthersHoweverManyOweABody() {
    // Given many more than there are threads
    List<RawClient> debtors = RawClient.idle(server.port(), MOST / 2);
    debtors.forEach(
        debtor -> debtor.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nabc"));

    // Then
    assertThat(RawClient.get(server.port(), "/")).startsWith("HTTP/1.1 200");
    debtors.forEach(RawClient::close);
  }

  @Test
  void shouldEndWhoIsThereLongestWhenTooManyCome() {
    // Given
    try (var eldest = new RawClient(server.port())) {
      await().until(() -> server.connections() == 1);

      // When
      List<RawClient> crowd = RawClient.idle(server.port(), MOST);

      // Then
      await().until(eldest::isEnded);
      assertThat(RawClient.get(server.port(), "/")).startsWith("HTTP/1.1 200");
      assertThat(server.connections()).isLessThanOrEqualTo(MOST);
      crowd.forEach(RawClient::close);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HTTP/1.1\r\nHo",
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nabc"
      })
  void shouldEndConnectionsThatAreSilent(String sent) throws IOException {
    try (HttpServer hasty =
            HttpServer.start(
                "test", anyPort, new HttpLimits(MOST, SHORT, BODY), HttpServerTest::answer);
        var client = new RawClient(hasty.port())) {
      // When
      client.send(sent);

      // Then
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(client.isEnded()).isTrue());
      await().atMost(PATIENCE).until(() -> hasty.connections() == 0);
    }
  }

  @Test
  void shouldRefuseABodyThatIsTooLong() {
    assertThat(ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\nabc"))
        .startsWith("HTTP/1.1 413");
    assertThat(
            ask(
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"
                    + "x".repeat(1001)
                    + "\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void shouldRefuseAHeadThatIsTooLong() {
    assertThat(ask("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 414")
        .doesNotContain("xxx");
    assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\nA: " + "x".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431")
        .doesNotContain("xxx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /<script>evil</script> HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /%00evil HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /../../evil HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil evil\r\n\r\n",
        "GET / HTTP/9.evil\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: evil\r\n\r\n",
        "evil\r\n\r\n"
      })
  void shouldRepeatNothingThatWasSent(String sent) {
    assertThat(ask(sent)).startsWith("HTTP/1.1 ").doesNotContain("evil").doesNotContain("Jetty");
  }

  @Test
  void shouldSayThatItFailedAndNotWhy() {
    assertThat(RawClient.get(server.port(), "/broken"))
        .startsWith("HTTP/1.1 500")
        .doesNotContain("secret");
  }

  @Test
  void shouldSayThatAnAddressIsInUse() {
    // Given
    var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());

    // Then
    assertThatThrownBy(
            () ->
                HttpServer.start(
                    "test", taken, new HttpLimits(MOST, IDLE, BODY), HttpServerTest::answer))
        .isInstanceOf(IOException.class);
  }

  private String ask(String request) {
    try (var client = new RawClient(server.port())) {
      return client.send(request).readToEnd(PATIENCE);
    }
  }
}
