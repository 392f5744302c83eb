package org.murmurstream.integration.takeover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.awaitility.Awaitility;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.predictions.PredictionReader;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.topics.TopicAdmin;
import org.murmurstream.local.LocalCluster;
import org.murmurstream.local.broker.EmbeddedBroker;
import org.murmurstream.local.broker.MissingTopics;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.runtime.Application;

/**
 * Records the disks of a deployment in the middle of exams, and what it answers to the same exams
 * when nothing interrupts it. {@code README.md} beside the recordings tells how to run it.
 */
public final class DeploymentRecorder {

  /** Name of the group, and the beginning of the changelogs' names. */
  private static final String APPLICATION_ID = "murmur-stream";

  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** By how much the first exams precede the next: their deadline passes before all is sent. */
  private static final Duration HEAD_START = Duration.ofSeconds(9);

  /** Longer than it takes to read a few chunks, shorter than a transaction may last. */
  private static final String LONG_COMMIT_INTERVAL = "30000";

  private final RecordedDeployment deployment;
  private final ExamScript script = new ExamScript();
  private final Path directory;
  private final Connection connection;

  private DeploymentRecorder(RecordedDeployment deployment, Path directory, Connection connection) {
    this.deployment = deployment;
    this.directory = directory;
    this.connection = connection;
  }

  /**
   * Records all deployments.
   *
   * @param args the folder of the recordings
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (RecordedDeployment deployment : RecordedDeployment.values()) {
      Path calm = Files.createTempDirectory("calm");
      Path disks = Files.createTempDirectory("disks");
      List<String> answers;
      try (LocalCluster cluster = narrowCluster(calm.resolve(RecordedDeployment.CLUSTER))) {
        answers = new DeploymentRecorder(deployment, calm, cluster.connection()).uninterrupted();
      }
      try (LocalCluster cluster = narrowCluster(disks.resolve(RecordedDeployment.CLUSTER))) {
        new DeploymentRecorder(deployment, disks, cluster.connection()).interrupted();
      }
      deployment.write(disks, answers, folder);
      AtomicFiles.deleteFolder(calm);
      AtomicFiles.deleteFolder(disks);
    }
  }

  /** Has every exam answered without a break; returns the answers as JSON. */
  private List<String> uninterrupted() throws Exception {
    StreamSettings settings = StreamSettings.of(List.of(Source.flags(configuration("state"))));
    prepareOffsets();
    List<MurmurPrediction> answers = new ArrayList<>();
    try (var application = Application.start(settings);
        var predictions = PredictionReader.open(connection, TopicCatalogue.PREDICTIONS.name())) {
      send(uploads(script.first()));
      await(() -> answers.addAll(predictions.poll(Duration.ZERO)) && answers.size() == 2);
      for (List<RecordingChunk> part :
          List.of(script.second(), script.third(), script.fourth(), script.remaining())) {
        send(uploads(part));
      }
      await(() -> answers.addAll(predictions.poll(Duration.ZERO)) && answers.size() == 10);
    }
    return answers.stream()
        .sorted(
            Comparator.comparing(MurmurPrediction::getExamId)
                .thenComparing(MurmurPrediction::getRevision))
        .map(MurmurPrediction::toString)
        .toList();
  }

  /** Has an application stopped, and another killed, in the middle of exams. */
  private void interrupted() throws Exception {
    prepareOffsets();
    try (Instance first = start(2, Map.of())) {
      long begin = System.nanoTime();
      send(uploads(script.first()));
      await(() -> answered() == 2 && stored("hearings").size() == 5);
      await(() -> System.nanoTime() - begin > HEAD_START.toNanos());
      send(uploads(script.second()));
      await(() -> stored("hearings").size() == 9 && first.isAsleep());
      await(() -> stored("pending-answers").size() == 2);
      send(uploads(script.third()));
      await(() -> ends(TopicCatalogue.RECORDINGS.name()).equals(committed()));
      first.terminate();
    }
    copy(directory.resolve("state"), directory.resolve(RecordedDeployment.STATE_STOPPED));
    census();

    try (Instance second = start(0, Map.of("kafka.commit.interval.ms", LONG_COMMIT_INTERVAL))) {
      await(second::isAsleep);
      send(uploads(script.fourth()));
      await(() -> uncommitted("chunks") == script.fourth().size());
      second.kill();
    }
    require(answered() == 2, "two exams are answered");
    Files.move(directory.resolve("state"), directory.resolve(RecordedDeployment.STATE_KILLED));
    Files.write(
        directory.resolve(RecordedDeployment.REMAINING),
        uploads(script.remaining()).stream().map(Upload::line).toList());
  }

  /** Makes sure that every store holds what it is to hold, and says how much. */
  private void census() {
    Map<String, Integer> entries = new TreeMap<>();
    for (String store :
        List.of(
            "exams",
            "deadlines",
            "waiting",
            "chunks",
            "hearings",
            "pending-recordings",
            "pending-answers")) {
      entries.put(store, stored(store).size());
    }
    System.out.println(deployment + ": " + entries);
    // Samples are dropped once they are heard; of the exams that wait, all are of one device.
    require(
        entries.equals(
            Map.of(
                "exams", 8,
                "deadlines", 7,
                "waiting", 6,
                "chunks", 15,
                "hearings", 9,
                "pending-recordings", 2,
                "pending-answers", 2)),
        "the stores hold what the script says");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException("not so: " + what);
    }
  }

  /** A broker and a registry whose topics have few partitions and are kept for ever. */
  private static LocalCluster narrowCluster(Path data) {
    try (EmbeddedBroker broker = EmbeddedBroker.start(data)) {
      Map<String, TopicSpec> topics = TopicAdmin.catalogue();
      topics.replaceAll(
          (name, spec) ->
              new TopicSpec(
                  name,
                  spec.key(),
                  spec.value(),
                  Math.min(PARTITIONS, spec.partitions()),
                  Optional.empty(),
                  spec.cleanup(),
                  spec.unpacked()));
      MissingTopics.create(new Connection(broker.bootstrapServers(), ""), topics);
    }
    return LocalCluster.start(data);
  }

  private Map<String, String> configuration(String state) {
    Map<String, String> values = new TreeMap<>(deployment.configuration());
    values.put("application.id", APPLICATION_ID);
    values.put("bootstrap.servers", connection.bootstrapServers());
    values.put("registry", connection.registryUrl());
    values.put("state.dir", directory.resolve(state).toString());
    return values;
  }

  private void prepareOffsets() {
    try (var admin = new TopicAdmin(connection, PATIENCE)) {
      admin.prepareOffsets(APPLICATION_ID, TopicCatalogue.RECORDINGS.name());
    }
  }

  private List<Upload> uploads(List<RecordingChunk> chunks) {
    var serializer = AvroSerdes.of(connection).value(RecordingChunk.class).serializer();
    return chunks.stream()
        .map(
            chunk ->
                new Upload(
                    chunk.getPatientId(),
                    serializer.serialize(TopicCatalogue.RECORDINGS.name(), chunk)))
        .toList();
  }

  private void send(List<Upload> uploads) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            connection.kafka(), new StringSerializer(), new ByteArraySerializer())) {
      for (Upload upload : uploads) {
        producer
            .send(
                new ProducerRecord<>(
                    TopicCatalogue.RECORDINGS.name(), upload.patientId(), upload.chunk()))
            .get();
      }
    }
  }

  private int answered() {
    return read(TopicCatalogue.PREDICTIONS.name()).size();
  }

  /** What a store holds, by what is committed on its changelog. */
  private Map<Bytes, byte[]> stored(String store) {
    Map<Bytes, byte[]> entries = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> change : read(changelog(store))) {
      if (change.value() == null) {
        entries.remove(Bytes.wrap(change.key()));
      } else {
        entries.put(Bytes.wrap(change.key()), change.value());
      }
    }
    return entries;
  }

  /** How many changes of a store are written and not committed. */
  private long uncommitted(String store) throws Exception {
    String topic = changelog(store);
    try (Admin admin = Admin.create(connection.kafka())) {
      return total(ends(admin, topic, IsolationLevel.READ_UNCOMMITTED))
          - total(ends(admin, topic, IsolationLevel.READ_COMMITTED));
    }
  }

  private Map<TopicPartition, Long> ends(String topic) throws Exception {
    try (Admin admin = Admin.create(connection.kafka())) {
      return ends(admin, topic, IsolationLevel.READ_COMMITTED);
    }
  }

  private static Map<TopicPartition, Long> ends(Admin admin, String topic, IsolationLevel isolation)
      throws Exception {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(latest, new ListOffsetsOptions(isolation))
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private static long total(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How far the application has read. */
  private Map<TopicPartition, Long> committed() throws Exception {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    try (Admin admin = Admin.create(connection.kafka())) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(APPLICATION_ID).partitionsToOffsetAndMetadata().get();
      committed.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    }
    return offsets;
  }

  /** Everything committed so far. */
  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    Map<String, Object> config = new HashMap<>(connection.kafka());
    config.put("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
      }
    }
    return records;
  }

  private static String changelog(String store) {
    return APPLICATION_ID + "-" + store + "-changelog";
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).until(condition);
  }

  private Instance start(int decisions, Map<String, String> more) throws IOException {
    Map<String, String> values = configuration("state");
    values.putAll(more);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SleepyApplication.class.getName(),
                String.valueOf(decisions)));
    values.forEach((key, value) -> command.add(key + "=" + value));
    return new Instance(command, Files.createTempFile("application", ".out"));
  }

  /** A process of the application. */
  private static final class Instance implements AutoCloseable {

    private final Path out;
    private final Process process;

    Instance(List<String> command, Path out) throws IOException {
      this.out = out;
      this.process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    }

    /** Whether its ear is asleep. */
    boolean isAsleep() throws IOException {
      return Files.readAllLines(out).contains(SleepyApplication.ASLEEP);
    }

    /** Sends SIGTERM, and waits for the end; the ear's sleep makes it a long one. */
    void terminate() throws InterruptedException {
      process.destroy();
      require(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it ends in time");
    }

    /** Sends SIGKILL. */
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
      kill();
      Files.delete(out);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
