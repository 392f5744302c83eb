package org.murmurstream.sim.fetch;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.murmurstream.core.Sha256;

/**
 * Downloads files over HTTP: what is interrupted goes on where it stopped, what fails for the
 * moment is tried again, and nothing takes its place before its checksum is right. Safe for use by
 * several threads.
 */
final class Download {

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(20);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT_PATIENCE)
          .build();
  private final RetryPolicy<Object> retries;

  /**
   * @param attempts how often a file is tried
   * @param firstPause time before the second try; it doubles each time, up to a minute
   */
  Download(int attempts, Duration firstPause) {
    retries =
        RetryPolicy.builder()
            .handle(IOException.class)
            .abortOn(RefusedException.class)
            .withBackoff(firstPause, firstPause.multipliedBy(60))
            .withJitter(0.2)
            .withMaxAttempts(attempts)
            .build();
  }

  /** The server answered that it will not send this file, now or later. */
  static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Reads a small text. */
  String text(URI uri) throws IOException {
    return retrying(
        () -> {
          HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER_PATIENCE).build();
          HttpResponse<String> answer =
              http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
          if (answer.statusCode() != OK) {
            throw refusal(uri, answer.statusCode());
          }
          return answer.body();
        });
  }

  /**
   * Downloads one file; beside it, {@code <name>.part} keeps what has come so far.
   *
   * @param sha256 what its content must hash to
   */
  void file(URI uri, Path target, String sha256) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Files.createDirectories(target.toAbsolutePath().getParent());
    retrying(
        () -> {
          fetchRest(uri, part);
          if (!Sha256.of(part).equals(sha256)) {
            Files.delete(part);
            throw new IOException(uri + " came with a wrong checksum");
          }
          return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        });
  }

  private void fetchRest(URI uri, Path part) throws IOException, InterruptedException {
    long had = Files.exists(part) ? Files.size(part) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER_PATIENCE);
    if (had > 0) {
      request.header("Range", "bytes=" + had + "-");
    }
    HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (had > 0 && answer.statusCode() == RANGE_NOT_SATISFIABLE) {
        return; // Nothing is missing: the checksum tells whether it is right.
      }
      if (answer.statusCode() != OK && answer.statusCode() != PARTIAL) {
        throw refusal(uri, answer.statusCode());
      }
      boolean goesOn = had > 0 && answer.statusCode() == PARTIAL;
      try (OutputStream out =
          Files.newOutputStream(
              part,
              StandardOpenOption.CREATE,
              goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        body.transferTo(out);
      }
    }
  }

  private static IOException refusal(URI uri, int status) {
    String message = "%s answered with status %d".formatted(uri, status);
    return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR
        ? new IOException(message)
        : new RefusedException(message);
  }

  /** Something that may fail for the moment. */
  private interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  private <T> T retrying(Attempt<T> attempt) throws IOException {
    try {
      return Failsafe.with(retries).get(attempt::run);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      throw e;
    }
  }
}
