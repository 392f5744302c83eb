package org.murmurstream.proof.rig.main;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.topics.TopicAdmin;
import org.murmurstream.local.broker.EmbeddedBroker;
import org.murmurstream.local.broker.Listening;
import org.murmurstream.local.broker.MissingTopics;
import org.murmurstream.local.registry.EmbeddedRegistry;
import org.murmurstream.proof.rig.machine.Protocol;
import org.murmurstream.schemas.TopicSpec;

/**
 * A broker with the topics of the catalogue, and a registry, in a process of their own. What the
 * application connects to is advertised as another port than the one listened on: between the two
 * is a proxy.
 *
 * <p>Its arguments are the directory, and the ports of broker, controller and registry, then the
 * port for the application and the one that it is told.
 */
public final class RiggedBroker {

  /** Each partition of the recordings brings changelogs, and so time to start. */
  private static final int PARTITIONS = 3;

  private RiggedBroker() {}

  public static void main(String[] args) throws InterruptedException {
    Leash.tie();
    Path directory = Path.of(args[0]);
    int port = Integer.parseInt(args[1]);
    int controllerPort = Integer.parseInt(args[2]);
    int registryPort = Integer.parseInt(args[3]);
    int behindProxy = Integer.parseInt(args[4]);
    int proxy = Integer.parseInt(args[5]);
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            directory,
            new Listening(port, registryPort, Optional.empty()),
            Map.of(
                "listeners",
                "LOCAL://localhost:%d,REMOTE://localhost:%d,CONTROLLER://localhost:%d"
                    .formatted(port, behindProxy, controllerPort),
                "advertised.listeners",
                "LOCAL://localhost:%d,REMOTE://localhost:%d".formatted(port, proxy),
                "controller.quorum.voters",
                "1@localhost:" + controllerPort,
                "log.index.size.max.bytes",
                "1048576",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                "1000"));
    Connection connection = new Connection(broker.bootstrapServers(), "");
    MissingTopics.create(
        connection,
        TopicAdmin.catalogue().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> narrow(entry.getValue()))));
    EmbeddedRegistry.start(
        connection, new InetSocketAddress(InetAddress.getLoopbackAddress(), registryPort));
    Leash.say(Protocol.READY);
    Thread.currentThread().join();
  }

  /** With few partitions, and taking giants, as topics do that others made. */
  private static TopicSpec narrow(TopicSpec spec) {
    return new TopicSpec(
        spec.name(),
        spec.key(),
        spec.value(),
        Math.min(PARTITIONS, spec.partitions()),
        spec.retention(),
        spec.cleanup(),
        false);
  }
}
