package org.murmurstream.integration.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Future;
import org.murmurstream.kafka.Connection;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/** {@code murmur local}: the project's own broker and registry. */
final class OwnCluster extends GenericContainer<OwnCluster> implements Cluster {

  private static final String NAME = "local";
  private static final int INTERNAL_PORT = 19092;

  private final int brokerPort = freePort();
  private final int registryPort = freePort();

  OwnCluster(Network network, Future<String> image) {
    super(image);
    withNetwork(network);
    withNetworkAliases(NAME);
    // A broker tells its clients where it is, so it must know the port that this JVM will use.
    addFixedExposedPort(brokerPort, brokerPort);
    addFixedExposedPort(registryPort, registryPort);
    withCommand(
        "local",
        "--broker-port=" + brokerPort,
        "--registry-port=" + registryPort,
        "--advertise=%s:%d".formatted(NAME, INTERNAL_PORT));
    waitingFor(
        Wait.forHttp("/subjects").forPort(registryPort).withStartupTimeout(Duration.ofMinutes(2)));
  }

  @Override
  public Connection fromContainers() {
    return new Connection(
        "%s:%d".formatted(NAME, INTERNAL_PORT), "http://%s:%d".formatted(NAME, registryPort));
  }

  @Override
  public Connection fromHere() {
    return new Connection("localhost:" + brokerPort, "http://localhost:" + registryPort);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}
