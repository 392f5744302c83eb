package org.murmurstream.local.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.UserException;
import org.murmurstream.http.HttpLimits;
import org.murmurstream.http.HttpServer;
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

  /** Clients keep their connections between requests; no schema is longer. */
  private static final HttpLimits LIMITS = new HttpLimits(1000, Duration.ofSeconds(30), 4 << 20);

  private static final TopicSpec SCHEMAS =
      new TopicSpec(
          SchemasTopic.NAME,
          "a registry's JSON",
          Optional.empty(),
          1,
          Optional.<Duration>empty(),
          Cleanup.COMPACT,
          false);

  private final HttpServer server;
  private final SchemasTopic topic;

  private EmbeddedRegistry(HttpServer server, SchemasTopic topic) {
    this.server = server;
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
      HttpServer server =
          HttpServer.start("murmur-registry", address, LIMITS, new RegistryHandler(store));
      LOG.atInfo().addKeyValue("port", server.port()).log("Registry is up");
      return new EmbeddedRegistry(server, topic);
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
    return "http://localhost:" + server.port();
  }

  @Override
  public void close() {
    server.close();
    topic.close();
    LOG.atInfo().log("Registry is down");
  }
}
