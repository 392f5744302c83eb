package org.murmurstream.stream.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.murmurstream.core.UserException;
import org.murmurstream.http.HttpAnswer;
import org.murmurstream.http.HttpRequest;
import org.murmurstream.http.HttpServer;

/**
 * Tells orchestrators and people how the application is: {@code /livez} and {@code /readyz} (200 or
 * 503, each with the state in a word and a line for each detail), {@code /status} as JSON and
 * {@code /metrics} for Prometheus.
 */
public final class HealthServer implements AutoCloseable {

  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  /** More would have to wait for each other, and a thread each. */
  private static final int SCRAPES = 2;

  private static final ObjectMapper WRITER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Supplier<Health> health;
  private final Supplier<Status> status;
  private final Supplier<String> metrics;
  private final Semaphore scrapes = new Semaphore(SCRAPES);
  private final Map<String, Supplier<HttpAnswer>> pages =
      Map.of(
          "/livez", this::live,
          "/readyz", this::ready,
          "/health/live", this::live,
          "/health/ready", this::ready,
          "/status", this::status,
          "/metrics", this::scrape);
  private final HttpServer server;

  private HealthServer(
      HealthSettings settings,
      Supplier<Health> health,
      Supplier<Status> status,
      Supplier<String> metrics)
      throws IOException {
    this.health = health;
    this.status = status;
    this.metrics = metrics;
    this.server =
        HttpServer.start("murmur-health", settings.address(), settings.limits(), this::answer);
  }

  /**
   * Listens from now on.
   *
   * @param health must answer at once, whatever the streams are at
   * @param status likewise
   * @param metrics in Prometheus' text format
   * @throws UserException if the address cannot be listened at
   */
  public static HealthServer start(
      HealthSettings settings,
      Supplier<Health> health,
      Supplier<Status> status,
      Supplier<String> metrics) {
    InetSocketAddress address = settings.address();
    try {
      return new HealthServer(settings, health, status, metrics);
    } catch (IOException e) {
      throw new UserException(
          "Health and metrics cannot listen on %s:%d (%s); choose another by health.port and health.address."
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }

  private HttpAnswer answer(HttpRequest request) {
    Supplier<HttpAnswer> page = pages.get(request.path());
    if (page == null) {
      return HttpAnswer.plain(
          HttpURLConnection.HTTP_NOT_FOUND, "/livez /readyz /status /metrics\n");
    }
    if (!METHODS.contains(request.method())) {
      return HttpAnswer.plain(HttpURLConnection.HTTP_BAD_METHOD, "GET only\n")
          .with("Allow", "GET, HEAD");
    }
    return page.get();
  }

  private HttpAnswer live() {
    return answer(Health::alive);
  }

  private HttpAnswer ready() {
    return answer(Health::ready);
  }

  private HttpAnswer answer(Predicate<Health> isWell) {
    Health now = health.get();
    return HttpAnswer.plain(
        isWell.test(now) ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE,
        now.text());
  }

  private HttpAnswer status() {
    try {
      return HttpAnswer.of(
          HttpURLConnection.HTTP_OK, JSON, WRITER.writeValueAsString(status.get()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a status of strings and numbers is not written", e);
    }
  }

  private HttpAnswer scrape() {
    if (!scrapes.tryAcquire()) {
      return HttpAnswer.plain(HttpURLConnection.HTTP_UNAVAILABLE, "Others are being answered.\n")
          .with("Retry-After", "1");
    }
    try {
      return HttpAnswer.of(HttpURLConnection.HTTP_OK, PROMETHEUS, metrics.get());
    } finally {
      scrapes.release();
    }
  }
}
