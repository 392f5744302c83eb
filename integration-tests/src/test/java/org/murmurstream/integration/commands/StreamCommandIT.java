package org.murmurstream.integration.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.cli.main.Murmur;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.predictions.PredictionReader;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.topics.TopicAdmin;
import org.murmurstream.kafka.topics.TopicNames;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.local.broker.MissingTopics;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;
import org.murmurstream.sim.synthetic.ClassMix;
import org.murmurstream.sim.synthetic.SyntheticHearts;
import org.murmurstream.stream.testing.Exams;

/** {@code murmur stream} as operators start and end it: in a process of its own. */
@ExtendWith(SharedCluster.class)
class StreamCommandIT {

  private static final int EXAMS = 6;
  private static final int CHUNKS_PER_SITE = 6;
  private static final int SAMPLES_PER_CHUNK = 4000;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration QUIET = Duration.ofSeconds(2);

  @TempDir private Path directory;
  private Connection connection;
  private String applicationId;
  private TopicNames topics;

  @BeforeEach
  void nameTopics(Connection cluster) {
    connection = cluster;
    applicationId = "command-" + UUID.randomUUID();
    topics =
        new TopicNames(
            applicationId + "-" + TopicCatalogue.RECORDINGS.name(),
            applicationId + "-" + TopicCatalogue.PREDICTIONS.name(),
            applicationId + "-" + TopicCatalogue.EMBEDDINGS.name(),
            applicationId + "-" + TopicCatalogue.DEAD_LETTERS.name(),
            applicationId + "-" + TopicCatalogue.MODELS.name());
  }

  @Test
  void shouldDrainOnSigtermAndLoseAndDoubleNothingWhenStartedAgain() throws Exception {
    // Given
    createTopics();
    List<RecordingChunk> chunks = interleaved();
    int half = chunks.size() / 2;
    send(chunks.subList(0, half));
    try (Command first = stream();
        var predictions = PredictionReader.open(connection, topics.predictions())) {
      List<MurmurPrediction> answers = new ArrayList<>();
      await(() -> answers.addAll(predictions.poll(Duration.ZERO)) && !answers.isEmpty());

      // When
      assertThat(first.terminate()).as("status after SIGTERM: %s", first.err()).isZero();
      assertThat(first.err()).doesNotContain("\tat ");
      send(chunks.subList(half, chunks.size()));

      // Then
      try (Command second = stream()) {
        await(
            () -> {
              answers.addAll(predictions.poll(Duration.ZERO));
              return answers.size() >= EXAMS;
            });
        Awaitility.await()
            .during(QUIET)
            .atMost(PATIENCE)
            .until(() -> predictions.poll(Duration.ZERO).isEmpty());
        assertThat(answers)
            .extracting(MurmurPrediction::getExamId)
            .containsExactlyInAnyOrderElementsOf(
                IntStream.range(0, EXAMS).mapToObj(StreamCommandIT::examId).toList());
        assertThat(answers).allMatch(answer -> answer.getRevision() == 1);
        assertThat(ends(topics.deadLetters())).containsOnly(0L);
        assertThat(second.terminate()).as("status after SIGTERM: %s", second.err()).isZero();
      }
    }
  }

  @Test
  void shouldEndWithOneSentenceWhenUnreadChunksAreGone() throws Exception {
    // Given
    createTopics();
    try (var admin = new TopicAdmin(connection, PATIENCE)) {
      admin.prepareOffsets(applicationId, topics.recordings());
    }
    send(interleaved());
    deleteRecordings();

    // When
    try (Command command = stream()) {
      // Then
      assertThat(command.status()).isEqualTo(1);
      assertThat(command.err()).doesNotContain("\tat ");
      assertThat(command.sentences())
          .singleElement(STRING)
          .contains("Chunks of topic " + topics.recordings() + " were deleted", applicationId);
    }
  }

  @Test
  void shouldEndWithOneSentenceWhenNoBrokerAnswers() throws Exception {
    // Given
    int nobody = freePort();

    // When
    try (Command command =
        stream(Map.of("bootstrap.servers", "127.0.0.1:" + nobody, "start.timeout", "2s"))) {
      // Then
      assertThat(command.status()).isEqualTo(2);
      assertThat(command.err()).doesNotContain("\tat ");
      assertThat(command.sentences())
          .singleElement(STRING)
          .contains("No Kafka broker answers at 127.0.0.1:" + nobody);
    }
  }

  /** Synthetic hearts, six seconds of each site. The first exam comes whole, all others at once. */
  private static List<RecordingChunk> interleaved() {
    var hearts = new SyntheticHearts(EXAMS, 7, ClassMix.REALISTIC);
    List<RecordingChunk> chunks = new ArrayList<>();
    List<RecordingChunk> first = new ArrayList<>();
    for (int i = 0; i < EXAMS; i++) {
      String patientId = hearts.patientIds().get(i);
      ExamRecordings heard = hearts.examine(patientId, 1);
      Exams exam =
          Exams.exam(
              patientId, examId(i), heard.sites().stream().map(Wire::of).toArray(Site[]::new));
      for (SiteRecording recording : heard.recordings()) {
        (i == 0 ? first : chunks).addAll(cut(exam, recording));
      }
    }
    chunks.sort(
        Comparator.comparing(RecordingChunk::getSite).thenComparing(RecordingChunk::getSequence));
    chunks.addAll(0, first);
    return chunks;
  }

  private static List<RecordingChunk> cut(Exams exam, SiteRecording recording) {
    List<RecordingChunk> chunks = new ArrayList<>();
    for (int sequence = 0; sequence < CHUNKS_PER_SITE; sequence++) {
      int from = sequence * SAMPLES_PER_CHUNK;
      short[] samples =
          Arrays.copyOfRange(recording.audio().samples(), from, from + SAMPLES_PER_CHUNK);
      boolean last = sequence == CHUNKS_PER_SITE - 1;
      chunks.add(
          exam.chunk(Wire.of(recording.site()), recording.index(), sequence, last, samples)
              .setSampleRateHz(recording.audio().sampleRateHz())
              .build());
    }
    return chunks;
  }

  private static String examId(int i) {
    return "exam-" + i;
  }

  private void createTopics() {
    Map<String, TopicSpec> specs = topics.specs();
    specs.replaceAll((name, spec) -> SharedCluster.narrow(spec));
    MissingTopics.create(connection, specs);
  }

  private void send(List<RecordingChunk> chunks) throws Exception {
    var serializer = AvroSerdes.of(connection).value(RecordingChunk.class).serializer();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (var producer =
        new KafkaProducer<>(connection.kafka(), new StringSerializer(), serializer)) {
      for (RecordingChunk chunk : chunks) {
        sent.add(
            producer.send(new ProducerRecord<>(topics.recordings(), chunk.getPatientId(), chunk)));
      }
    }
    for (Future<RecordMetadata> acknowledgement : sent) {
      acknowledgement.get();
    }
  }

  private void deleteRecordings() throws Exception {
    try (Admin admin = Admin.create(connection.kafka())) {
      admin
          .deleteRecords(
              partitions(topics.recordings())
                  .collect(Collectors.toMap(at -> at, at -> RecordsToDelete.beforeOffset(-1))))
          .all()
          .get();
    }
  }

  private List<Long> ends(String topic) throws Exception {
    try (Admin admin = Admin.create(connection.kafka())) {
      return admin
          .listOffsets(
              partitions(topic).collect(Collectors.toMap(at -> at, at -> OffsetSpec.latest())))
          .all()
          .get()
          .values()
          .stream()
          .map(end -> end.offset())
          .toList();
    }
  }

  private static Stream<TopicPartition> partitions(String topic) {
    return IntStream.range(0, SharedCluster.PARTITIONS)
        .mapToObj(partition -> new TopicPartition(topic, partition));
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).until(condition);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Command stream() throws IOException {
    return stream(Map.of());
  }

  private Command stream(Map<String, String> more) throws IOException {
    Map<String, String> keys = new TreeMap<>();
    keys.put("application.id", applicationId);
    keys.put("bootstrap.servers", connection.bootstrapServers());
    keys.put("registry", connection.registryUrl());
    keys.put("topic.recordings", topics.recordings());
    keys.put("topic.predictions", topics.predictions());
    keys.put("topic.embeddings", topics.embeddings());
    keys.put("topic.dead.letters", topics.deadLetters());
    keys.put("topic.models", topics.models());
    keys.put("state.dir", directory.resolve("state").toString());
    keys.put("health.address", "localhost");
    keys.put("health.port", "0");
    keys.put("bundle", "untrained");
    keys.put("torch.threads", "1");
    keys.put("stop.timeout", STOP_TIMEOUT.toSeconds() + "s");
    keys.putAll(more);
    List<String> arguments = new ArrayList<>(List.of("stream"));
    keys.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return new Command(Files.createTempFile(directory, "stream", ".err"), arguments);
  }

  /** A process of the command line. */
  private static final class Command implements AutoCloseable {

    private final Path err;
    private final Process process;

    Command(Path err, List<String> arguments) throws IOException {
      this.err = err;
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Murmur.class.getName()));
      command.addAll(arguments);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("MURMUR_"));
      process = builder.start();
    }

    /** Sends SIGTERM; returns the exit status. */
    int terminate() throws Exception {
      process.destroy();
      assertThat(process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS))
          .as("ends in time")
          .isTrue();
      return process.exitValue();
    }

    /** Waits until it ends by itself. */
    int status() throws Exception {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
      return process.exitValue();
    }

    String err() throws IOException {
      return Files.readString(err);
    }

    /** What it told the user beside its log. */
    List<String> sentences() throws IOException {
      return err().lines().filter(line -> line.startsWith("murmur: ")).toList();
    }

    @Override
    public void close() throws Exception {
      process.destroyForcibly().waitFor();
    }
  }
}
