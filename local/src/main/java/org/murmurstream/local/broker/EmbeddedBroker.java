package org.murmurstream.local.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.murmurstream.core.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this JVM: one KRaft node, broker and controller at once. Its data lie in a
 * directory and are there again after a restart.
 *
 * <p>Topics are never created by themselves; internal topics have one replica. For development,
 * demonstration and tests: a single node keeps no second copy of anything.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  /** Names this one-node cluster to clients and in its directory. */
  private static final String CLUSTER_ID = "murmur-stream-local-01";

  private static final int NODE_ID = 1;

  private final KafkaRaftServer server;
  private final Path directory;
  private final int port;
  private final DirectoryLock lock;

  private EmbeddedBroker(KafkaRaftServer server, Path directory, int port, DirectoryLock lock) {
    this.lock = lock;
    this.server = server;
    this.directory = directory;
    this.port = port;
  }

  /** Starts a broker on loopback, on the port it had here before, or on a free one. */
  public static EmbeddedBroker start(Path directory) {
    return start(directory, Listening.onLoopback());
  }

  /**
   * Starts a broker; returns when it takes connections.
   *
   * @param directory where its data are or shall be; created if absent
   * @throws UserException if the directory cannot be used or is in use, or the port is taken
   */
  public static EmbeddedBroker start(Path directory, Listening listening) {
    return start(directory, listening, Map.of());
  }

  /**
   * Likewise, with settings of one's own.
   *
   * @param overrides properties of a Kafka broker; they win over what this class sets
   */
  public static EmbeddedBroker start(
      Path directory, Listening listening, Map<String, String> overrides) {
    Path data = directory.resolve("kafka");
    createDirectories(data);
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      return start(directory, data, listening, overrides, lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedBroker start(
      Path directory,
      Path data,
      Listening listening,
      Map<String, String> overrides,
      DirectoryLock lock) {
    Ports ports = Ports.keptIn(directory);
    int brokerPort = ports.choose("kafka", listening.brokerPort());
    int controllerPort = ports.choose("controller", 0);
    Map<String, String> properties = properties(data);
    properties.putAll(listeners(listening, brokerPort, controllerPort));
    properties.putAll(overrides);
    KafkaConfig config = new KafkaConfig(properties);
    KafkaRaftServer server = null;
    try {
      format(data, Integer.parseInt(properties.get("node.id")));
      server = new KafkaRaftServer(config, Time.SYSTEM);
      server.startup();
    } catch (Exception e) {
      if (server != null) {
        server.shutdown();
      }
      throw new UserException(
          "Cannot start a broker in %s: %s".formatted(directory, e.getMessage()), e);
    }
    LOG.atInfo().addKeyValue("port", brokerPort).log("Broker is up");
    return new EmbeddedBroker(server, directory, brokerPort, lock);
  }

  /** What a client puts into {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "localhost:" + port;
  }

  public int port() {
    return port;
  }

  public Path directory() {
    return directory;
  }

  /** Stops the broker; returns when its files are closed and its ports free. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    lock.close();
    LOG.atInfo().addKeyValue("port", port).log("Broker is down");
  }

  private static void createDirectories(Path data) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UserException("Cannot create the directory " + data, e);
    }
    if (!Files.isWritable(data)) {
      throw new UserException("Cannot write to the directory " + data);
    }
  }

  /** Leaves a directory alone that has been formatted before. */
  private static void format(Path data, int nodeId) throws Exception {
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(CLUSTER_ID)
        .setNodeId(nodeId)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(data.toString())
        .addDirectory(data.toString())
        .setIgnoreFormatted(true)
        .run();
  }

  private static Map<String, String> listeners(
      Listening listening, int brokerPort, int controllerPort) {
    StringBuilder bound =
        new StringBuilder(
            "LOCAL://%s:%d,CONTROLLER://localhost:%d"
                .formatted(listening.host(), brokerPort, controllerPort));
    StringBuilder advertised = new StringBuilder("LOCAL://localhost:%d".formatted(brokerPort));
    listening
        .advertised()
        .ifPresent(
            address -> {
              bound.append(",REMOTE://%s:%d".formatted(listening.host(), address.getPort()));
              advertised.append(
                  ",REMOTE://%s:%d".formatted(address.getHostString(), address.getPort()));
            });
    return Map.of(
        "listeners",
        bound.toString(),
        "advertised.listeners",
        advertised.toString(),
        "inter.broker.listener.name",
        "LOCAL",
        "controller.listener.names",
        "CONTROLLER",
        "listener.security.protocol.map",
        "LOCAL:PLAINTEXT,REMOTE:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "controller.quorum.voters",
        NODE_ID + "@localhost:" + controllerPort);
  }

  private static Map<String, String> properties(Path data) {
    Map<String, String> properties = new HashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(NODE_ID));
    properties.put("log.dirs", data.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    // Sized for one machine; the cleaner's buffer alone would be 128 MB.
    properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    return properties;
  }
}
