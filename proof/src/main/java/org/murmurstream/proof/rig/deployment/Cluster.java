package org.murmurstream.proof.rig.deployment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.murmurstream.kafka.Connection;
import org.murmurstream.local.broker.FreePorts;
import org.murmurstream.proof.rig.machine.ForkedJvm;
import org.murmurstream.proof.rig.machine.JavaRuntime;
import org.murmurstream.proof.rig.machine.JvmSpec;
import org.murmurstream.proof.rig.machine.Protocol;
import org.murmurstream.proof.rig.machine.TcpProxy;
import org.murmurstream.proof.rig.main.RiggedBroker;

/**
 * A broker and a registry in one process, whose data outlive it. Whoever sends and verifies reaches
 * them directly; the application, through a proxy for each.
 */
public final class Cluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> OPTIONS =
      List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final JavaRuntime java;
  private final Path log;
  private final int port;
  private final int controllerPort;
  private final int registryPort;
  private final int behindProxy;
  private final int brokerProxyPort;
  private final int registryProxyPort;
  private final TcpProxy broker;
  private final TcpProxy registry;
  private Path directory;
  private ForkedJvm process;

  private Cluster(JavaRuntime java, Path directory, Path log) {
    this.java = java;
    this.directory = directory;
    this.log = log;
    List<Integer> ports = FreePorts.take(6);
    port = ports.get(0);
    controllerPort = ports.get(1);
    registryPort = ports.get(2);
    behindProxy = ports.get(3);
    brokerProxyPort = ports.get(4);
    registryProxyPort = ports.get(5);
    broker = TcpProxy.start(brokerProxyPort, behindProxy);
    registry = TcpProxy.start(registryProxyPort, registryPort);
  }

  /**
   * Starts one; returns when it answers.
   *
   * @param directory where its data are
   * @param log takes what it logs
   */
  static Cluster start(JavaRuntime java, Path directory, Path log) throws InterruptedException {
    Cluster cluster = new Cluster(java, directory, log);
    try {
      cluster.start();
      return cluster;
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  /** Starts it again, after {@link #kill()}; returns when it answers. */
  public void start() throws InterruptedException {
    begin();
    if (!isUp(PATIENCE)) {
      throw new IllegalStateException("the broker does not start; its log is " + log);
    }
  }

  /** Starts it again without waiting. */
  public void begin() {
    List<String> arguments =
        Stream.of(port, controllerPort, registryPort, behindProxy, brokerProxyPort)
            .map(String::valueOf)
            .toList();
    process =
        ForkedJvm.start(
            java,
            new JvmSpec(
                RiggedBroker.class.getName(),
                Stream.concat(Stream.of(directory.toString()), arguments.stream()).toList(),
                OPTIONS,
                Map.of(),
                log));
  }

  /** Whether it has come up, waiting so long. */
  public boolean isUp(Duration patience) throws InterruptedException {
    return process.await(Protocol.READY, patience).isPresent();
  }

  /** Ends both at once. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  /** Forgets its data, while it is dead, and has new ones elsewhere from the next start on. */
  public void beginAnewIn(Path elsewhere) throws IOException {
    new Folder(directory).delete();
    directory = elsewhere;
  }

  /** Where the registry itself listens. */
  public int registryPort() {
    return registryPort;
  }

  public ForkedJvm process() {
    return process;
  }

  /** Between the application and the broker. */
  public TcpProxy broker() {
    return broker;
  }

  /** Between the application and the registry. */
  public TcpProxy registry() {
    return registry;
  }

  /** The direct way. */
  public Connection direct() {
    return new Connection("localhost:" + port, "http://localhost:" + registryPort);
  }

  /** The application's way. */
  Connection proxied() {
    return new Connection("localhost:" + brokerProxyPort, "http://localhost:" + registryProxyPort);
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
    broker.close();
    registry.close();
  }
}
