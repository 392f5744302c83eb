package org.murmurstream.local.registry;

import java.nio.file.Path;
import org.murmurstream.local.broker.EmbeddedBroker;
import org.murmurstream.local.broker.Ports;
import org.murmurstream.local.broker.Topics;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.serde.Connection;

/** A broker with every topic of the catalogue, and a registry beside it. */
public final class LocalCluster implements AutoCloseable {

  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;

  private LocalCluster(EmbeddedBroker broker, EmbeddedRegistry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  /** Starts both on the ports they had in this directory before, or on free ones. */
  public static LocalCluster start(Path directory) {
    return start(directory, 0, 0);
  }

  /**
   * Starts both; returns when both answer.
   *
   * @param directory where all data are or shall be; created if absent
   * @param brokerPort 0 means the one it had here before if it is still free, else any free one
   * @param registryPort likewise
   * @throws org.murmurstream.model.UserException if the directory cannot be used or a port is taken
   */
  public static LocalCluster start(Path directory, int brokerPort, int registryPort) {
    EmbeddedBroker broker = EmbeddedBroker.start(directory, brokerPort);
    try {
      Connection connection = new Connection(broker.bootstrapServers(), "");
      Topics.create(connection.kafka(), TopicCatalogue.all());
      int port = Ports.keptIn(directory).choose("registry", registryPort);
      return new LocalCluster(broker, EmbeddedRegistry.start(connection.kafka(), port));
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
