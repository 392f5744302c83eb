package org.murmurstream.stream.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.topics.Topics;

/** Makes sure before the start that something listens where the schema registry should be. */
final class RegistryCheck {

  private RegistryCheck() {}

  /**
   * Connects to one of them and says nothing.
   *
   * @param urls base URLs separated by commas
   * @param patience how long each is waited for
   * @throws UserException if an URL is none, or nobody takes the connection
   */
  static void requireListening(String urls, Duration patience) {
    for (String url : urls.split(",", -1)) {
      if (isListening(url.strip(), patience)) {
        return;
      }
    }
    throw new UserException(
        "No schema registry listens at %s; is it running, and is the address right?"
            .formatted(Connection.masked(urls)));
  }

  /**
   * Has the schemas of what the application writes registered, so that it never waits for the
   * registry with an answer in its hand.
   *
   * @throws UserException if the registry does not answer in time, or refuses
   */
  static void prepare(Topics topics, Duration patience) {
    prepare(topics.predictions(), patience);
    prepare(topics.embeddings(), patience);
  }

  private static void prepare(Topic<?> topic, Duration patience) {
    CompletableFuture<Void> preparation =
        CompletableFuture.runAsync(() -> AvroSerdes.prepare(topic), RegistryCheck::onDaemon);
    try {
      preparation.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw KafkaFaults.registryAway(topic.name(), e);
    } catch (InterruptedException e) {
      throw KafkaFaults.interrupted(e);
    }
  }

  /** A registry that hangs may hold the thread for longer than anybody waits. */
  private static void onDaemon(Runnable work) {
    var thread = new Thread(work, "murmur-registry-start");
    thread.setDaemon(true);
    thread.start();
  }

  private static boolean isListening(String url, Duration patience) {
    InetSocketAddress address = addressOf(url);
    try (var socket = new Socket()) {
      socket.connect(address, Math.toIntExact(patience.toMillis()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static InetSocketAddress addressOf(String url) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null && ("http".equals(uri.getScheme()) || isTls(uri))) {
        int standard = isTls(uri) ? 443 : 80;
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort());
      }
    } catch (IllegalArgumentException e) {
      throw notAnUrl(url, e);
    }
    throw notAnUrl(url, null);
  }

  private static boolean isTls(URI uri) {
    return "https".equals(uri.getScheme());
  }

  private static UserException notAnUrl(String url, Throwable cause) {
    return new UserException(
        "'%s' is not the URL of a schema registry; write http://HOST:PORT."
            .formatted(Connection.masked(url)),
        cause);
  }
}
