package org.murmurstream.local;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.topics.TopicAdmin;
import org.murmurstream.local.broker.EmbeddedBroker;
import org.murmurstream.local.broker.Listening;
import org.murmurstream.local.broker.MissingTopics;
import org.murmurstream.local.broker.Ports;
import org.murmurstream.local.registry.EmbeddedRegistry;

/** A broker with every topic of the catalogue, and a registry beside it. */
public final class LocalCluster implements AutoCloseable {

  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;

  private LocalCluster(EmbeddedBroker broker, EmbeddedRegistry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  /** Starts both on loopback, on the ports they had in this directory before, or on free ones. */
  public static LocalCluster start(Path directory) {
    return start(directory, Listening.onLoopback());
  }

  /**
   * Starts both; returns when both answer.
   *
   * @param directory where all data are or shall be; created if absent
   * @throws org.murmurstream.core.UserException if the directory cannot be used or a port is taken
   */
  public static LocalCluster start(Path directory, Listening listening) {
    EmbeddedBroker broker = EmbeddedBroker.start(directory, listening);
    try {
      Connection connection = new Connection(broker.bootstrapServers(), "");
      MissingTopics.create(connection, TopicAdmin.catalogue());
      int port = Ports.keptIn(directory).choose("registry", listening.registryPort());
      return new LocalCluster(
          broker,
          EmbeddedRegistry.start(connection, new InetSocketAddress(listening.host(), port)));
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  public Connection connection() {
    return new Connection(broker.bootstrapServers(), registry.url());
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
  }
}
