package org.murmurstream.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty, set so that nobody who connects can keep others from their answers: connections are
 * bounded and end when they are silent, no thread waits for what a client owes, heads and bodies
 * have a largest size, and nothing that was sent comes back in an answer.
 */
public final class HttpServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /** One accepts, one reads, the others answer. */
  private static final int THREADS = 8;

  private static final int HEAD_BYTES = 8 << 10;
  private static final int BACKLOG = 512;

  private final Server server;
  private final ServerConnector connector;
  private final OpenConnections open;

  private HttpServer(Server server, ServerConnector connector, OpenConnections open) {
    this.server = server;
    this.connector = connector;
    this.open = open;
  }

  /**
   * Listens from now on.
   *
   * @param name of its threads
   * @param address port 0 takes any free one
   * @param answers is called by several threads at once; what it throws becomes status 500
   * @throws IOException if the address cannot be listened at
   */
  public static HttpServer start(
      String name,
      InetSocketAddress address,
      HttpLimits limits,
      Function<HttpRequest, HttpAnswer> answers)
      throws IOException {
    var threads = new QueuedThreadPool(THREADS, 2);
    threads.setName(name);
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    var server = new Server(threads);
    server.setErrorHandler(new ShortErrors());
    server.setHandler(new Answering(limits.bodyBytes(), answers));
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(strict()));
    connector.setHost(
        address.getAddress() == null
            ? address.getHostString()
            : address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.setAcceptQueueSize(BACKLOG);
    var open = new OpenConnections(limits.connections());
    connector.addBean(open);
    server.addConnector(connector);
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      throw e instanceof IOException io ? io : new IOException(e);
    }
    return new HttpServer(server, connector, open);
  }

  public int port() {
    return connector.getLocalPort();
  }

  /** How many connections are open. */
  public int connections() {
    return open.count();
  }

  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.atWarn().setCause(e).log("the HTTP server did not stop in order");
    }
  }

  private static HttpConfiguration strict() {
    var http = new HttpConfiguration();
    http.setRequestHeaderSize(HEAD_BYTES);
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    // Paths are handed on as they were sent, and no file lies under them: a name may hold a slash.
    http.setUriCompliance(
        UriCompliance.from(
            EnumSet.of(
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING)));
    // What a client still owes when it has its answer is not waited for: the connection ends.
    http.setMaxUnconsumedRequestContentReads(1);
    return http;
  }

  /** Hands requests on, once they are complete. */
  private static final class Answering extends Handler.Abstract {

    private final int bodyBytes;
    private final Function<HttpRequest, HttpAnswer> answers;

    Answering(int bodyBytes, Function<HttpRequest, HttpAnswer> answers) {
      this.bodyBytes = bodyBytes;
      this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (bodyBytes == 0) {
        answer(request, "", response, callback);
      } else if (request.getLength() > bodyBytes) {
        write(response, tooLarge(), callback);
      } else {
        Content.Source.asByteArrayAsync(
            request,
            bodyBytes,
            Promise.Invocable.from(
                InvocationType.BLOCKING,
                body ->
                    answer(request, new String(body, StandardCharsets.UTF_8), response, callback),
                failure -> refuse(failure, response, callback)));
      }
      return true;
    }

    private void answer(Request request, String body, Response response, Callback callback) {
      HttpAnswer answer;
      try {
        String query = request.getHttpURI().getQuery();
        answer =
            answers.apply(
                new HttpRequest(
                    request.getMethod(),
                    request.getHttpURI().getPath(),
                    query == null ? "" : query,
                    body));
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("a request could not be answered");
        answer =
            HttpAnswer.plain(
                HttpStatus.INTERNAL_SERVER_ERROR_500, "It failed; the log says why.\n");
      }
      write(response, answer, callback);
    }

    private static void refuse(Throwable failure, Response response, Callback callback) {
      if (failure instanceof IllegalStateException) {
        write(response, tooLarge(), callback);
      } else {
        callback.failed(failure);
      }
    }

    private static HttpAnswer tooLarge() {
      return HttpAnswer.plain(HttpStatus.PAYLOAD_TOO_LARGE_413, "Too large.\n");
    }

    private static void write(Response response, HttpAnswer answer, Callback callback) {
      response.setStatus(answer.status());
      HttpFields.Mutable headers = response.getHeaders();
      answer.headers().forEach(headers::put);
      headers.put(HttpHeader.CACHE_CONTROL, "no-store");
      headers.put("X-Content-Type-Options", "nosniff");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      headers.put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }

  /** Says what HTTP's status says, and nothing of what was sent. */
  private static final class ShortErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Answering.write(
          response,
          HttpAnswer.plain(
              response.getStatus(), HttpStatus.getMessage(response.getStatus()) + "\n"),
          callback);
      return true;
    }
  }
}
