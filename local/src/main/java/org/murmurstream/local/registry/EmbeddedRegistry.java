package org.murmurstream.local.registry;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.Connection;
import org.murmurstream.local.broker.MissingTopics;
import org.murmurstream.schemas.TopicSpec;
import org.murmurstream.schemas.TopicSpec.Cleanup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry in this JVM that speaks Confluent's REST API for Avro: subjects, versions, ids,
 * compatibility, deletion. It keeps its schemas on the topic {@code _schemas}, so that ids are the
 * same after a restart.
 *
 * <p>For development, demonstration and tests: no authentication, no replicas, no references
 * between schemas.
 */
public final class EmbeddedRegistry implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);

  private static final TopicSpec SCHEMAS =
      new TopicSpec(
          SchemasTopic.NAME,
          "a registry's JSON",
          Optional.empty(),
          1,
          Optional.<Duration>empty(),
          Cleanup.COMPACT);

  private final HttpServer server;
  private final ExecutorService threads;
  private final SchemasTopic topic;

  private EmbeddedRegistry(HttpServer server, ExecutorService threads, SchemasTopic topic) {
    this.server = server;
    this.threads = threads;
    this.topic = topic;
  }

  /**
   * Starts a registry; returns when it answers.
   *
   * @param kafka where the broker is
   * @param address where to listen; port 0 for any free one
   * @throws UserException if the port is taken
   */
  public static EmbeddedRegistry start(Connection kafka, InetSocketAddress address) {
    MissingTopics.create(kafka, Map.of(SCHEMAS.name(), SCHEMAS));
    SchemasTopic topic = new SchemasTopic(kafka.kafka());
    try {
      SchemaStore store = new SchemaStore(topic);
      topic.replayInto(store);
      HttpServer server = HttpServer.create(address, 0);
      ExecutorService threads = Executors.newFixedThreadPool(2, EmbeddedRegistry::daemon);
      server.setExecutor(threads);
      server.createContext("/", new RegistryHandler(store));
      server.start();
      LOG.atInfo().addKeyValue("port", server.getAddress().getPort()).log("Registry is up");
      return new EmbeddedRegistry(server, threads, topic);
    } catch (IOException e) {
      topic.close();
      throw new UserException(
          "Cannot listen on port %d for the registry".formatted(address.getPort()), e);
    } catch (RuntimeException e) {
      topic.close();
      throw e;
    }
  }

  /** What a client puts into {@code schema.registry.url}. */
  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    topic.close();
    LOG.atInfo().log("Registry is down");
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "murmur-registry");
    thread.setDaemon(true);
    return thread;
  }
}
