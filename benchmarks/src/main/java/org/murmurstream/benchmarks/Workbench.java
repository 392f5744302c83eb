package org.murmurstream.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.murmurstream.benchmarks.fork.main.BenchBroker;
import org.murmurstream.data.ExamSource;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.topics.TopicAdmin;
import org.murmurstream.proof.rig.deployment.Folder;
import org.murmurstream.proof.rig.machine.JavaRuntime;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;
import org.murmurstream.sim.DeviceFleet;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetListener;
import org.murmurstream.sim.FleetSettings;
import org.murmurstream.sim.Uplink;
import org.murmurstream.sim.UplinkTopics;

/** A broker in a process of its own, the exams in its topic, and a directory for all else. */
final class Workbench implements AutoCloseable {

  static final double CHUNK_SECONDS = 1;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Who upload at the same time: their exams lie between each other, as in life. */
  private static final int DEVICES = 4;

  /** Threads of the compiler live as long as the program, so that what they took is known. */
  private static final String LASTING_COMPILERS = "-XX:-UseDynamicNumberOfCompilerThreads";

  private final JavaRuntime java;
  private final List<String> options;
  private final Path directory;
  private final Worker broker;
  private final Connection connection;
  private final Admin admin;

  private Workbench(
      JavaRuntime java,
      List<String> options,
      Path directory,
      Worker broker,
      Connection connection) {
    this.java = java;
    this.options = List.copyOf(options);
    this.directory = directory;
    this.broker = broker;
    this.connection = connection;
    this.admin = Admin.create(connection.kafka());
  }

  /**
   * Starts a broker with empty topics.
   *
   * @param options of every JVM that is forked
   * @param directory of all data and logs; made if missing
   */
  static Workbench open(JavaRuntime java, List<String> options, Path directory)
      throws InterruptedException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the bench", e);
    }
    Worker broker =
        Worker.start(
            java,
            BenchBroker.class.getName(),
            List.of(directory.resolve("broker").toString()),
            List.of("-Xmx512m"),
            directory.resolve("broker.log"));
    try {
      String[] address = broker.awaitAddress();
      return new Workbench(
          java, options, directory, broker, new Connection(address[0], address[1]));
    } catch (RuntimeException | InterruptedException e) {
      broker.close();
      throw e;
    }
  }

  Connection connection() {
    return connection;
  }

  Path directory() {
    return directory;
  }

  /** Uploads exams to the topic of recordings; returns when all is acknowledged. */
  void upload(ExamSource exams, List<String> patients) throws InterruptedException {
    try (Uplink uplink = Uplink.connect(connection)) {
      new DeviceFleet(
              new FleetSettings(CHUNK_SECONDS, 0, DEVICES, Faults.NONE, 1),
              uplink,
              new FleetListener() {})
          .run(exams, patients);
    }
  }

  /** Connects a device to a topic of recordings under another name. */
  Uplink uplink(String recordings) {
    UplinkTopics topics = UplinkTopics.of(AvroSerdes.of(connection));
    return Uplink.connect(
        connection,
        new UplinkTopics(
            named(topics.recordings(), recordings), topics.diagnoses(), topics.annotations()));
  }

  private static <V> Topic<V> named(Topic<V> topic, String name) {
    return new Topic<>(topic.spec(), name, topic.key(), topic.value());
  }

  /** Starts a program. */
  Worker fork(Class<?> program, List<String> arguments) {
    return fork(program.getName(), arguments);
  }

  /** Starts a program. */
  Worker fork(String program, List<String> arguments) {
    List<String> all = new ArrayList<>(options);
    all.add(LASTING_COMPILERS);
    return Worker.start(java, program, arguments, all, directory.resolve("programs.log"));
  }

  /** Makes a topic like that of the recordings. */
  void create(String topic) {
    TopicSpec spec = TopicCatalogue.RECORDINGS;
    try (var topics = new TopicAdmin(connection, PATIENCE)) {
      topics.create(Map.of(topic, spec), Optional.empty());
      while (!topics.names().contains(topic)) {
        Thread.onSpinWait(); // each look is a call
      }
    }
  }

  /** Bytes of those topics on the broker whose names begin and end so. */
  long bytes(String beginning, String end) throws InterruptedException {
    try {
      Collection<Map<String, LogDirDescription>> brokers =
          admin.describeLogDirs(List.of(1)).allDescriptions().get().values();
      return brokers.stream()
          .flatMap(directories -> directories.values().stream())
          .flatMap(logs -> logs.replicaInfos().entrySet().stream())
          .filter(log -> isOf(log.getKey().topic(), beginning, end))
          .mapToLong(log -> log.getValue().size())
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not tell what it keeps", e.getCause());
    }
  }

  /** Deletes those topics whose names begin so, and a directory of stores of the same name. */
  void forget(String beginning) throws InterruptedException {
    try {
      List<String> topics =
          admin.listTopics().names().get().stream()
              .filter(name -> name.startsWith(beginning))
              .toList();
      admin.deleteTopics(topics).all().get();
      try (Stream<Path> here = Files.list(directory)) {
        for (Path path : here.toList()) {
          if (path.getFileName().toString().startsWith(beginning)) {
            new Folder(path).delete();
          }
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("topics cannot be deleted", e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException("stores cannot be deleted", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    broker.close();
  }

  private static boolean isOf(String topic, String beginning, String end) {
    return topic.startsWith(beginning) && topic.endsWith(end);
  }
}
