package org.murmurstream.stream.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.murmurstream.core.UserException;

/**
 * Tells orchestrators and people how the application is: {@code /health/live}, {@code
 * /health/ready} (200 or 503, each with the state in a word and a line for each detail) and {@code
 * /metrics} for Prometheus.
 */
public final class HealthServer implements AutoCloseable {

  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String METRICS = "/metrics";

  private final HttpServer server;
  private final ExecutorService executor;

  private HealthServer(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Listens from now on.
   *
   * @param address port 0 takes any free one
   * @param metrics in Prometheus' text format
   * @throws UserException if the port is in use
   */
  public static HealthServer start(
      InetSocketAddress address, Supplier<Health> health, Supplier<String> metrics) {
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (BindException e) {
      throw new UserException(
          "Health and metrics cannot listen on %s:%d (%s); choose another by health.port."
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UserException(
          "Health and metrics cannot listen on %s.".formatted(address.getHostString()), e);
    }
    ExecutorService executor =
        Executors.newSingleThreadExecutor(
            work -> {
              var thread = new Thread(work, "murmur-health");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
    Map<String, Supplier<Answer>> paths =
        Map.of(
            "/health/live",
            () -> Answer.of(health.get(), Health::alive),
            "/health/ready",
            () -> Answer.of(health.get(), Health::ready),
            METRICS,
            () -> new Answer(HttpURLConnection.HTTP_OK, PROMETHEUS, metrics.get()));
    server.createContext("/", exchange -> answer(exchange, paths));
    server.start();
    return new HealthServer(server, executor);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static void answer(HttpExchange exchange, Map<String, Supplier<Answer>> paths)
      throws IOException {
    try (exchange) {
      Supplier<Answer> path = paths.get(exchange.getRequestURI().getPath());
      Answer answer;
      if (!exchange.getRequestMethod().equals("GET")) {
        answer = new Answer(HttpURLConnection.HTTP_BAD_METHOD, PLAIN, "GET only\n");
      } else if (path == null) {
        answer =
            new Answer(
                HttpURLConnection.HTTP_NOT_FOUND, PLAIN, "/health/live /health/ready /metrics\n");
      } else {
        answer = path.get();
      }
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private record Answer(int status, String type, String body) {
    static Answer of(Health health, Predicate<Health> isWell) {
      int status =
          isWell.test(health) ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE;
      return new Answer(status, PLAIN, health.text());
    }
  }
}
