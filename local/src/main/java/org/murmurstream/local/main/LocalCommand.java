package org.murmurstream.local.main;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.murmurstream.console.Service;
import org.murmurstream.kafka.Connection;
import org.murmurstream.local.LocalCluster;
import org.murmurstream.local.broker.Listening;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code murmur local}. */
@Command(
    name = "local",
    mixinStandardHelpOptions = true,
    description = {
      "Keeps a Kafka broker and a schema registry up for development, with every topic of the"
          + " catalogue, until Ctrl-C. No Docker needed. What is written stays in a directory.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur local                                    localhost:9092 and http://localhost:8081",
      "  murmur local --data /tmp/try --broker-port 0 --registry-port 0    free ports, kept"
    })
public final class LocalCommand implements Service {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where topics and schemas are kept (default: ${DEFAULT-VALUE}).",
      defaultValue = "work/local")
  private Path data;

  @Option(
      names = {"--broker-port", "--kafka-port"},
      paramLabel = "PORT",
      defaultValue = "9092",
      description =
          "Port of the broker (default: ${DEFAULT-VALUE}). 0 takes a free one, and the same one the"
              + " next time.")
  private int brokerPort;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Port of the registry (default: ${DEFAULT-VALUE}). 0 likewise.")
  private int registryPort;

  @Option(
      names = "--advertise",
      paramLabel = "HOST:PORT",
      converter = HostAndPort.class,
      description =
          "Where clients on other machines or in other containers reach the broker: it listens on"
              + " that port too, and broker and registry on all interfaces. Neither asks who"
              + " comes: for closed networks only. Without it, both listen on loopback alone.")
  private InetSocketAddress advertised;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var listening = new Listening(brokerPort, registryPort, Optional.ofNullable(advertised));
    CountDownLatch down = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    try (LocalCluster cluster = LocalCluster.start(data, listening)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> endOrderly(asked, down), "murmur-end"));
      Connection connection = cluster.connection();
      PrintWriter out = spec.commandLine().getOut();
      out.println("Kafka      " + connection.bootstrapServers());
      out.println("Registry   " + connection.registryUrl());
      out.println("Data       " + data.toAbsolutePath());
      out.println("Ctrl-C ends it.");
      asked.await();
    } finally {
      down.countDown();
    }
    return ExitCode.OK;
  }

  /** Holds the JVM until all files are closed. */
  private static void endOrderly(CountDownLatch asked, CountDownLatch down) {
    asked.countDown();
    try {
      down.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class HostAndPort implements ITypeConverter<InetSocketAddress> {

    @Override
    public InetSocketAddress convert(String text) {
      int colon = text.lastIndexOf(':');
      try {
        return InetSocketAddress.createUnresolved(
            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new TypeConversionException("'%s' is not HOST:PORT".formatted(text));
      }
    }
  }
}
