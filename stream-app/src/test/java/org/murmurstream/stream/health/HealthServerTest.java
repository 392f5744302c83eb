package org.murmurstream.stream.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.UserException;
import org.murmurstream.http.HttpLimits;
import org.murmurstream.http.RawClient;

class HealthServerTest {

  private static final int CONNECTIONS = 200;
  private static final Duration IDLE = Duration.ofSeconds(2);
  private static final Status STATUS =
      new Status(
          "running",
          true,
          true,
          "0.1.0",
          "17",
          "4.4.0",
          12.5,
          new Status.Model("heart", "012345678901", true),
          List.of(),
          2,
          0,
          Map.of("recordings", List.of(0, 5)),
          new Status.Exams(3, 60, 0),
          new Status.Answers(7, null, 1),
          new Status.Work(4, 2, 9, 1.5, 0.5, 0),
          new Status.Restore(2, 50, 100));

  private final AtomicReference<Health> health =
      new AtomicReference<>(new Health(true, true, "running", List.of()));
  private final AtomicReference<Supplier<String>> metrics =
      new AtomicReference<>(() -> "murmur_exams 3\n");
  private final HealthServer server = start(0);

  private HealthServer start(int port) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return HealthServer.start(
        new HealthSettings(address, new HttpLimits(CONNECTIONS, IDLE, 0)),
        health::get,
        () -> STATUS,
        () -> metrics.get().get());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/livez", "/readyz", "/health/live", "/health/ready"})
  void shouldBeAliveAndReadyWhenRunning(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(200);
    assertThat(get(path).body()).isEqualTo("running\n");
  }

  @Test
  void shouldBeAliveButNotReadyWhileRebalancing() throws Exception {
    // Given
    health.set(new Health(true, false, "rebalancing", List.of()));

    // Then
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void shouldTellDetailsALineEach() throws Exception {
    // Given
    health.set(new Health(true, true, "running", List.of("model heart 012345678901")));

    // Then
    assertThat(get("/readyz").body()).isEqualTo("running\nmodel heart 012345678901\n");
  }

  @Test
  void shouldNotBeAliveAfterAFailure() throws Exception {
    // Given
    health.set(new Health(false, false, "error", List.of()));

    // Then
    assertThat(get("/livez").statusCode()).isEqualTo(503);
  }

  @Test
  void shouldTellItsStatusAsJson() throws Exception {
    // When
    HttpResponse<String> answer = get("/status");

    // Then
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode status = new ObjectMapper().readTree(answer.body());
    assertThat(status.path("state").asText()).isEqualTo("running");
    assertThat(status.path("upSeconds").asDouble()).isEqualTo(12.5);
    assertThat(status.path("model").path("version").asText()).isEqualTo("012345678901");
    assertThat(status.path("partitions").path("recordings").toString()).isEqualTo("[0,5]");
    assertThat(status.path("answers").get("secondsSinceLast").isNull()).isTrue();
    assertThat(status.path("kafka").asText()).isEqualTo("4.4.0");
    assertThat(status.path("inference").path("waitingDevices").asInt()).isEqualTo(2);
    assertThat(status.path("inference").path("waitingLongest").asInt()).isEqualTo(9);
    assertThat(status.path("restore").path("of").asLong()).isEqualTo(100);
  }

  @Test
  void shouldServeMetrics() throws Exception {
    assertThat(get("/metrics").body()).isEqualTo("murmur_exams 3\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/livez/", "/livez/../metrics", "/%6Civez", "/status.json", "/evil"})
  void shouldKnowNoOtherPath(String path) {
    assertThat(RawClient.get(server.port(), path))
        .startsWith("HTTP/1.1 404")
        .doesNotContain("evil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"})
  void shouldTakeNoOtherMethod(String method) {
    try (var client = new RawClient(server.port())) {
      assertThat(
              client
                  .send(method + " /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  .readToEnd(Duration.ofSeconds(1)))
          .startsWith("HTTP/1.1 405")
          .contains("Allow: GET, HEAD");
    }
  }

  @Test
  void shouldAnswerHeadLikeGetButForTheBody() throws Exception {
    // Given
    HttpRequest head =
        HttpRequest.newBuilder(uri("/livez")).method("HEAD", BodyPublishers.noBody()).build();

    // When
    HttpResponse<String> answer = HttpClient.newHttpClient().send(head, BodyHandlers.ofString());

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).contains("8");
    assertThat(answer.body()).isEmpty();
  }

  /** An orchestrator gives up after a second or so, and kills. */
  @Test
  void shouldBeAliveForTheOrchestratorWhoeverElseIsThere() {
    try (var half = new RawClient(server.port());
        var debtor = new RawClient(server.port())) {
      // Given
      half.send("GET /livez HTT");
      debtor.send("POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");
      assertThat(RawClient.get(server.port(), "/livez")).startsWith("HTTP/1.1 200");

      // When
      List<RawClient> idle =
          Stream.generate(() -> RawClient.idle(server.port(), 100))
              .limit(30)
              .peek(
                  hundred ->
                      assertThat(RawClient.get(server.port(), "/livez")).startsWith("HTTP/1.1 200"))
              .flatMap(List::stream)
              .toList();

      // Then
      assertThat(idle).hasSize(3000);
      assertThat(RawClient.get(server.port(), "/livez")).startsWith("HTTP/1.1 200");
      await().atMost(IDLE.multipliedBy(5)).until(() -> idle.stream().allMatch(RawClient::isEnded));
      assertThat(half.isEnded()).isTrue();
      assertThat(debtor.isEnded()).isTrue();
      idle.forEach(RawClient::close);
    }
  }

  @Test
  void shouldBeAliveWhileMetricsHang() throws Exception {
    // Given
    var end = new CountDownLatch(1);
    metrics.set(
        () -> {
          awaitQuietly(end);
          return "late\n";
        });

    // When more ask than there are threads
    List<CompletableFuture<HttpResponse<String>>> scrapes =
        Stream.generate(
                () ->
                    HttpClient.newHttpClient()
                        .sendAsync(
                            HttpRequest.newBuilder(uri("/metrics")).build(),
                            BodyHandlers.ofString()))
            .limit(20)
            .toList();
    await().until(() -> scrapes.stream().filter(CompletableFuture::isDone).count() == 18);

    // Then
    assertThat(RawClient.get(server.port(), "/livez")).startsWith("HTTP/1.1 200");
    end.countDown();
    assertThat(scrapes.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
        .containsOnly(200, 503);
  }

  @Test
  void shouldSayWhenThePortIsInUse() {
    assertThatThrownBy(() -> start(server.port()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(Integer.toString(server.port()))
        .hasMessageContaining("health.port");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(
        "http://%s:%d%s"
            .formatted(InetAddress.getLoopbackAddress().getHostAddress(), server.port(), path));
  }
}
