package org.murmurstream.stream.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/**
 * A registry with moods. Schemas of what the application writes are always taken; by id it tells
 * the schemas that were put here, says of all others that there is none, or does as its mood is.
 */
public final class StubRegistry implements AutoCloseable {

  /** How it answers questions for an id. */
  public enum Mood {
    WELL(200, ""),
    OVERLOADED(503, "<html>try later</html>"),
    FAILING(500, "{\"error_code\":50001,\"message\":\"Error in the backend data store\"}"),
    TEAPOT(404, "<html>no such page</html>"),
    REFUSING(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}"),
    GARBAGE(200, "<html>welcome to the hotel's network</html>"),
    EMPTY(200, "{}"),
    HANGING(0, "");

    private final int status;
    private final String body;

    Mood(int status, String body) {
      this.status = status;
      this.body = body;
    }
  }

  /** What is registered has higher ids. */
  private static final int WRITTEN = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final AtomicInteger registered = new AtomicInteger(WRITTEN);
  private final AtomicInteger questions = new AtomicInteger();
  private volatile Mood mood = Mood.WELL;

  public StubRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/subjects/", this::subject);
    server.createContext("/schemas/ids/", this::byId);
    server.start();
  }

  /** Has an id name a schema. */
  public void put(int id, Schema schema) {
    schemas.put(id, schema);
  }

  public void becomes(Mood next) {
    mood = next;
  }

  /** How often it was asked for an id. */
  public int questions() {
    return questions.get();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void subject(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      int id = registered.incrementAndGet();
      String text = JSON.readTree(exchange.getRequestBody()).get("schema").asText();
      schemas.put(id, new Schema.Parser().parse(text));
      answer(exchange, 200, "{\"id\":%d}".formatted(id));
    } else {
      answer(exchange, 404, "{\"error_code\":40401,\"message\":\"Subject not found.\"}");
    }
  }

  private void byId(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    boolean isOfStream = id <= WRITTEN;
    if (isOfStream) {
      questions.incrementAndGet();
    }
    if (isOfStream && mood == Mood.HANGING) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return;
    }
    Schema schema = schemas.get(id);
    if (isOfStream && mood != Mood.WELL) {
      answer(exchange, mood.status, mood.body);
    } else if (schema == null) {
      answer(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    } else {
      String quoted = schema.toString().replace("\\", "\\\\").replace("\"", "\\\"");
      answer(exchange, 200, "{\"schema\":\"%s\"}".formatted(quoted));
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
