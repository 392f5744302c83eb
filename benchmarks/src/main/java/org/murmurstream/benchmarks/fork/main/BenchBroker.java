package org.murmurstream.benchmarks.fork.main;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.topics.TopicAdmin;
import org.murmurstream.local.broker.EmbeddedBroker;
import org.murmurstream.local.broker.MissingTopics;
import org.murmurstream.local.registry.EmbeddedRegistry;
import org.murmurstream.proof.rig.machine.Protocol;
import org.murmurstream.proof.rig.main.Leash;

/**
 * A broker with the topics of the catalogue, and a registry. Its argument is the directory; it says
 * where both are.
 */
public final class BenchBroker {

  private BenchBroker() {}

  public static void main(String[] args) throws InterruptedException {
    Leash.tie();
    EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]));
    var connection = new Connection(broker.bootstrapServers(), "");
    MissingTopics.create(connection, TopicAdmin.catalogue());
    EmbeddedRegistry registry =
        EmbeddedRegistry.start(
            connection, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Leash.say("%s %s %s".formatted(Protocol.READY, broker.bootstrapServers(), registry.url()));
    Thread.currentThread().join();
  }
}
