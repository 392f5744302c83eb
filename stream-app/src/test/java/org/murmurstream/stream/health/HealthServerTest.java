package org.murmurstream.stream.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.UserException;

class HealthServerTest {

  private final AtomicReference<Health> health =
      new AtomicReference<>(new Health(true, true, "running", List.of()));
  private final InetSocketAddress anyPort =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private final HealthServer server =
      HealthServer.start(anyPort, health::get, () -> "murmur_exams 3\n");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldBeAliveAndReadyWhenRunning() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").body()).isEqualTo("running\n");
  }

  @Test
  void shouldBeAliveButNotReadyWhileRebalancing() throws Exception {
    // Given
    health.set(new Health(true, false, "rebalancing", List.of()));

    // Then
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void shouldTellDetailsALineEach() throws Exception {
    // Given
    health.set(new Health(true, true, "running", List.of("model heart 012345678901")));

    // Then
    assertThat(get("/health/ready").body()).isEqualTo("running\nmodel heart 012345678901\n");
  }

  @Test
  void shouldNotBeAliveAfterAFailure() throws Exception {
    // Given
    health.set(new Health(false, false, "error", List.of()));

    // Then
    assertThat(get("/health/live").statusCode()).isEqualTo(503);
  }

  @Test
  void shouldServeMetrics() throws Exception {
    assertThat(get("/metrics").body()).isEqualTo("murmur_exams 3\n");
  }

  @Test
  void shouldAnswerNothingElse() throws Exception {
    // Given
    HttpRequest post =
        HttpRequest.newBuilder(uri("/health/live")).POST(BodyPublishers.noBody()).build();

    // Then
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(HttpClient.newHttpClient().send(post, BodyHandlers.ofString()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void shouldSayWhenThePortIsInUse() {
    // Given
    var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());

    // Then
    assertThatThrownBy(() -> HealthServer.start(taken, health::get, () -> ""))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(Integer.toString(server.port()))
        .hasMessageContaining("health.port");
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
