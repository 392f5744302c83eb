package org.murmurstream.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.schemas.Site.PV;
import static org.murmurstream.schemas.Site.TV;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.cli.main.Murmur;
import org.murmurstream.core.Ear;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.topics.TopicNames;
import org.murmurstream.kafka.topics.Topics;
import org.murmurstream.kafka.wire.PredictionWire;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.local.broker.MissingTopics;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.runtime.Application;
import org.murmurstream.stream.runtime.ApplicationFailure;
import org.murmurstream.stream.runtime.Surroundings;
import org.murmurstream.stream.testing.Exams;
import org.murmurstream.stream.testing.StubEar;
import org.rocksdb.Options;

/** The application against a real broker and a real registry: nothing lost, nothing doubled. */
@ExtendWith(SharedCluster.class)
class StreamIT {

  private static final int EXAMS = 24;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration QUIET = Duration.ofSeconds(2);

  @TempDir Path directory;
  private Connection connection;
  private Topics topics;
  private String applicationId;

  @BeforeEach
  void createTopics(Connection cluster) {
    connection = cluster;
    applicationId = "it-" + UUID.randomUUID();
    TopicNames names =
        new TopicNames(
            own(TopicCatalogue.RECORDINGS),
            own(TopicCatalogue.PREDICTIONS),
            own(TopicCatalogue.EMBEDDINGS),
            own(TopicCatalogue.DEAD_LETTERS),
            own(TopicCatalogue.MODELS));
    topics = names.with(AvroSerdes.of(cluster));
    Map<String, TopicSpec> specs = names.specs();
    specs.replaceAll((name, spec) -> SharedCluster.narrow(spec));
    MissingTopics.create(connection, specs);
  }

  @Test
  void shouldLoseAndDoubleNothingWhenStoppedInTheMiddleAndStartedAgain() throws Exception {
    // Given
    List<RecordingChunk> chunks = interleaved();
    try (App app = new App("a", StubEar::new)) {
      app.awaitRunning();
      send(chunks.subList(0, chunks.size() / 2));
      awaitAnswers(1);
    }

    // When
    send(chunks.subList(chunks.size() / 2, chunks.size()));
    try (App app = new App("a", StubEar::new)) {
      // Then
      assertEachAnsweredOnce();
    }
  }

  @Test
  void shouldLoseAndDoubleNothingWhenItsStateDirectoryIsGone() throws Exception {
    // Given
    List<RecordingChunk> chunks = interleaved();
    try (App app = new App("a", StubEar::new)) {
      app.awaitRunning();
      send(chunks.subList(0, chunks.size() / 2));
      awaitAnswers(1);
    }

    // When
    send(chunks.subList(chunks.size() / 2, chunks.size()));
    try (App app = new App("another-disk", StubEar::new)) {
      // Then
      assertEachAnsweredOnce();
    }
  }

  @Test
  void shouldRestoreStoresThatAreDamaged() throws Exception {
    // Given
    List<RecordingChunk> chunks = interleaved();
    try (App app = new App("a", StubEar::new)) {
      app.awaitRunning();
      send(chunks.subList(0, chunks.size() / 2));
      awaitAnswers(1);
    }
    try (Stream<Path> files = Files.walk(directory.resolve("a"))) {
      for (Path file : files.filter(StreamIT::isOfRocks).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }

    // When
    send(chunks.subList(chunks.size() / 2, chunks.size()));
    try (App app = new App("a", StubEar::new)) {
      // Then
      assertEachAnsweredOnce();
    }
  }

  @Test
  void shouldReplaceAThreadThatFailsForAReasonNobodyForesaw() throws Exception {
    // Given
    FailingOnce.HAS_FAILED.set(false);
    Awaitility.doNotCatchUncaughtExceptionsByDefault();

    // When
    try (App app =
        new App(
            "a",
            StubEar::new,
            Map.of(
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, FailingOnce.class.getName()))) {
      send(interleaved());

      // Then
      assertEachAnsweredOnce();
      assertThat(FailingOnce.HAS_FAILED).isTrue();
    } finally {
      Awaitility.reset();
    }
  }

  /** Fails the thread that opens the first store. */
  public static final class FailingOnce implements RocksDBConfigSetter {

    private static final AtomicBoolean HAS_FAILED = new AtomicBoolean();

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
      if (HAS_FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("for once");
      }
    }

    @Override
    public void close(String store, Options options) {}
  }

  @Test
  void shouldSayThatAnotherInstanceHasItsStateDirectory() {
    // Given
    try (App first = new App("a", StubEar::new)) {
      first.awaitRunning();

      // When
      Throwable refusal = catchThrowable(() -> new App("a", StubEar::new));

      // Then
      assertThat(refusal).isInstanceOf(UserException.class).hasMessageContaining("state.dir");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"recordings", "dead-letters", "predictions"})
  void shouldEndWithinAMinuteAndSayWhichTopicIsGone(String which) throws Exception {
    // Given
    String gone =
        switch (which) {
          case "recordings" -> topics.recordings().name();
          case "predictions" -> topics.predictions().name();
          default -> topics.deadLetters();
        };
    try (App app = new App("a", StubEar::new)) {
      app.awaitRunning();
      send(interleaved());
      awaitAnswers(EXAMS);

      // When
      try (Admin admin = Admin.create(connection.kafka())) {
        admin.deleteTopics(List.of(gone)).all().get();
      }
      if (!which.equals("recordings")) {
        sendRaw(null);
        send(Exams.exam("late", "late", MV).with(MV).chunks());
      }

      // Then
      assertThat(app.end()).hasMessageContaining(gone).hasMessageContaining("murmur create-topics");
    }
  }

  @Test
  void shouldEndAndSayWhatToDoWhenPartitionsWereAdded() throws Exception {
    // Given
    try (App app = new App("a", StubEar::new)) {
      app.awaitRunning();

      // When
      try (Admin admin = Admin.create(connection.kafka())) {
        admin
            .createPartitions(
                Map.of(
                    topics.recordings().name(),
                    NewPartitions.increaseTo(SharedCluster.PARTITIONS + 1)))
            .all()
            .get();
      }

      // Then
      assertThat(app.end())
          .hasMessageContaining("Partitions were added to topic " + topics.recordings().name())
          .hasMessageContaining("another application.id");
    }
  }

  @Test
  void shouldNameTheInstanceIdThatTwoInstancesShare() throws Exception {
    // Given
    var shared = Map.of(StreamsConfig.mainConsumerPrefix("group.instance.id"), "one");
    try (App first = new App("a", StubEar::new, shared)) {
      first.awaitRunning();

      // When
      try (App second = new App("b", StubEar::new, shared)) {
        // Then
        assertThat(first.end()).hasMessageContaining("the same kafka.group.instance.id");
        second.awaitRunning();
      }
    }
  }

  @Test
  void shouldRefuseATopicThatLosesChunks() throws Exception {
    // Given
    alterRecordings(
        new ConfigEntry("cleanup.policy", "compact"), new ConfigEntry("retention.ms", "60000"));

    // Then, as soon as the broker knows
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> Surroundings.require(settings("a", Map.of())))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(topics.recordings().name())
                    .hasMessageContaining("--add-config cleanup.policy=delete,retention.ms=-1"));
  }

  private void alterRecordings(ConfigEntry... entries) throws Exception {
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, topics.recordings().name());
    try (Admin admin = Admin.create(connection.kafka())) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  topic,
                  Stream.of(entries)
                      .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                      .toList()))
          .all()
          .get();
    }
  }

  private static boolean isOfRocks(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("MANIFEST") || name.endsWith(".sst");
  }

  @Test
  void shouldLoseAndDoubleNothingWhenItDiesInTheMiddle() throws Exception {
    // Given
    List<RecordingChunk> chunks = interleaved();
    AtomicBoolean died = new AtomicBoolean();
    Supplier<Ear> mortal =
        () ->
            new StubEar(
                "stub",
                new Consumer<>() {
                  private int batches;

                  @Override
                  public void accept(List<SiteAudio> batch) {
                    if (++batches == 5) {
                      died.set(true);
                      throw new InternalError("pretended");
                    }
                  }
                });
    try (App app = new App("a", mortal)) {
      send(chunks);
      assertThat(app.awaitFailure()).isNotNull();
    }
    assertThat(died).isTrue();

    // When
    try (App app = new App("a", () -> new StubEar("stub", batch -> {}))) {
      // Then
      assertEachAnsweredOnce();
    }
  }

  @Test
  void shouldOutliveAnEarThatStallsLongerThanATransactionMayLast() throws Exception {
    // Given
    Duration stall = Duration.ofSeconds(8);
    AtomicBoolean stalled = new AtomicBoolean();
    Supplier<Ear> slow =
        () ->
            new StubEar(
                "stub",
                batch -> {
                  if (stalled.compareAndSet(false, true)) {
                    waitFor(stall);
                  }
                });
    try (App app =
        new App(
            "a", slow, Map.of(StreamsConfig.producerPrefix("transaction.timeout.ms"), "3000"))) {
      // When
      send(interleaved());

      // Then
      assertEachAnsweredOnce();
      assertThat(stalled).isTrue();
      assertThat(app.application.health().ready()).isTrue();
    }
  }

  @Test
  void shouldLoseAndDoubleNothingWhenInstancesComeAndGo() throws Exception {
    // Given
    List<RecordingChunk> chunks = interleaved();
    App first = new App("a", StubEar::new, Map.of(StreamsConfig.NUM_STREAM_THREADS_CONFIG, "2"));
    first.awaitRunning();
    send(chunks.subList(0, chunks.size() / 3));

    // When
    try (App second = new App("b", StubEar::new)) {
      second.awaitRunning();
      send(chunks.subList(chunks.size() / 3, 2 * chunks.size() / 3));
      first.close();
      send(chunks.subList(2 * chunks.size() / 3, chunks.size()));

      // Then
      assertEachAnsweredOnce();
    }
  }

  @Test
  void shouldAnswerAllTheSameWhenStrangersSendGarbage() throws Exception {
    // Given
    byte[] unknownSchema = {0, 0x7F, 0, 0, 0, 1, 2, 3};
    byte[] garbage = "\u0000not a chunk".getBytes(StandardCharsets.UTF_8);
    List<RecordingChunk> chunks = interleaved();

    // When
    try (App app = new App("a", StubEar::new)) {
      sendRaw(unknownSchema);
      send(chunks.subList(0, chunks.size() / 2));
      sendRaw(garbage);
      sendRaw(null);
      send(chunks.subList(chunks.size() / 2, chunks.size()));

      // Then
      assertEachAnsweredOnce();
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(deadLetterReasons())
                      .containsExactlyInAnyOrder("UNKNOWN_SCHEMA", "UNKNOWN_SCHEMA", "NOT_FRAMED"));
    }
  }

  @Test
  void shouldSetAsideAGiantThatIsSmallWhenCompressed() throws Exception {
    // Given a topic whose brokers take what devices packed
    alterRecordings(new ConfigEntry("compression.type", "producer"));

    // When
    try (App app = new App("a", StubEar::new);
        KafkaProducer<byte[], byte[]> producer = compressingProducer()) {
      // as soon as the broker knows
      Awaitility.await()
          .ignoreExceptionsMatching(e -> e.getCause() instanceof RecordTooLargeException)
          .until(() -> producer.send(giant()).get().hasOffset());
      send(interleaved());

      // Then
      assertEachAnsweredOnce();
      assertThat(deadLetterReasons()).containsExactly("RECORD_TOO_LARGE");
    }
  }

  @Test
  void shouldHaveBrokersRefuseAGiantThatIsSmallWhenCompressed() {
    // Given
    try (KafkaProducer<byte[], byte[]> producer = compressingProducer()) {
      // When // Then
      assertThatThrownBy(() -> producer.send(giant()).get())
          .hasCauseInstanceOf(RecordTooLargeException.class);
    }
  }

  private ProducerRecord<byte[], byte[]> giant() {
    return new ProducerRecord<>(
        topics.recordings().name(), new byte[] {1}, new byte[5 * 1024 * 1024]);
  }

  private KafkaProducer<byte[], byte[]> compressingProducer() {
    Map<String, Object> compressing = new HashMap<>(connection.kafka());
    compressing.put("compression.type", "gzip");
    compressing.put("max.request.size", 64 * 1024 * 1024);
    return new KafkaProducer<>(compressing, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Test
  void shouldTellSubscribersWhichExamsToDoubtAndWhy() throws Exception {
    // Given
    try (App app = new App("a", StubEar::new)) {
      // When
      send(Exams.exam("p1", "ordinary", MV).with(MV).chunks());
      send(Exams.exam("p2", "foreign", MV).withSamples(MV, 0, StubEar.FOREIGN).chunks());
      awaitAnswers(2);

      // Then
      assertThat(answers())
          .allSatisfy(
              answer -> {
                boolean foreign = answer.getExamId().equals("foreign");
                assertThat(answer.getReasons())
                    .extracting(Reason::getCode)
                    .contains(foreign ? ReasonCode.UNFAMILIAR_SOUND : ReasonCode.UNTRAINED_MODEL)
                    .doesNotContain(
                        foreign ? ReasonCode.UNTRAINED_MODEL : ReasonCode.UNFAMILIAR_SOUND);
                assertThat(PredictionWire.ruling(answer).orElseThrow())
                    .returns(
                        Wire.of(answer.getMurmur()),
                        ruling -> ruling.decide(Wire.of(answer.getProbabilities())))
                    .returns(
                        answer.getExplanation(),
                        ruling -> ruling.explain(Wire.of(answer.getProbabilities())));
              });
    }
  }

  @Test
  void shouldPrintWhatWasPublishedForProgramsAndForPeople() throws Exception {
    // Given
    try (App app = new App("a", StubEar::new)) {
      send(Exams.exam("p1", "first", MV).withSamples(MV, 0, StubEar.FOREIGN).chunks());
      send(Exams.exam("p2", "second", MV).withSamples(MV, 0, StubEar.FOREIGN).chunks());
      awaitAnswers(2);
    }

    // When
    List<String> json = printed();
    List<String> text = printed("--text");

    // Then
    assertThat(json)
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("\"ruling\":", "\"explanation\":"));
    assertThat(text)
        .contains("UNFAMILIAR_SOUND: bandLo 1.62 (-0.14 to 1.01 expected)")
        .containsOnlyOnce("- " + StubEar.LIMITS.get(0))
        .filteredOn(line -> line.startsWith("exam "))
        .hasSize(2);
  }

  @Test
  void shouldRefuseToSkipWhatWasDeletedBeforeItWasRead() throws Exception {
    // Given
    List<RecordingChunk> chunks = interleaved();
    try (App app = new App("a", StubEar::new)) {
      app.awaitRunning();
      send(chunks);
      assertEachAnsweredOnce();
    }
    send(chunks);

    // When
    try (Admin admin = Admin.create(connection.kafka())) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      for (int p = 0; p < SharedCluster.PARTITIONS; p++) {
        all.put(
            new TopicPartition(topics.recordings().name(), p), RecordsToDelete.beforeOffset(-1));
      }
      admin.deleteRecords(all).all().get();
    }

    // Then
    try (App app = new App("a", StubEar::new)) {
      assertThat(app.awaitFailure()).hasMessageContaining("were deleted before they were read");
    }
  }

  private List<RecordingChunk> interleaved() {
    List<RecordingChunk> chunks = new ArrayList<>();
    for (Exams exam : exams()) {
      chunks.addAll(exam.chunks());
    }
    chunks.sort(
        Comparator.comparing(RecordingChunk::getSite).thenComparing(RecordingChunk::getSequence));
    // The first exams are complete in the first half.
    List<RecordingChunk> early = new ArrayList<>(exams().get(0).chunks());
    chunks.addAll(0, early);
    return chunks;
  }

  private static List<Exams> exams() {
    List<Exams> exams = new ArrayList<>();
    for (int i = 0; i < EXAMS; i++) {
      exams.add(Exams.exam("patient-" + i, "exam-" + i).with(AV, PV, TV, MV));
    }
    return exams;
  }

  private void send(List<RecordingChunk> chunks) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (RecordingChunk chunk : chunks) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    topics.recordings().name(),
                    chunk.getPatientId().getBytes(StandardCharsets.UTF_8),
                    topics
                        .recordings()
                        .value()
                        .serializer()
                        .serialize(topics.recordings().name(), chunk))));
      }
    }
    for (Future<RecordMetadata> acknowledgement : sent) {
      acknowledgement.get();
    }
  }

  private void sendRaw(byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer.send(new ProducerRecord<>(topics.recordings().name(), new byte[] {1}, value)).get();
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        connection.kafka(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void awaitAnswers(int least) {
    Awaitility.await().atMost(PATIENCE).until(() -> answers().size() >= least);
  }

  /** Waits for all answers, and a little longer for one too many. */
  private void assertEachAnsweredOnce() {
    awaitAnswers(EXAMS);
    Awaitility.await()
        .during(QUIET)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<MurmurPrediction> answers = answers();
              assertThat(answers)
                  .extracting(MurmurPrediction::getExamId)
                  .containsExactlyInAnyOrderElementsOf(
                      IntStream.range(0, EXAMS).mapToObj(i -> "exam-" + i).toList());
              assertThat(answers)
                  .allMatch(answer -> answer.getStatus() == PredictionStatus.COMPLETE)
                  .allMatch(answer -> answer.getRevision() == 1);
            });
  }

  private List<MurmurPrediction> answers() {
    return read(topics.predictions().name()).stream()
        .map(
            record ->
                topics
                    .predictions()
                    .value()
                    .deserializer()
                    .deserialize(topics.predictions().name(), record.value()))
        .toList();
  }

  private List<String> printed(String... options) {
    var out = new StringWriter();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "predictions",
                "--bootstrap-servers=" + connection.bootstrapServers(),
                "--registry=" + connection.registryUrl(),
                "--topic=" + topics.predictions().name(),
                "--count=2"));
    arguments.addAll(List.of(options));
    int status =
        Murmur.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(status).isZero();
    return out.toString().lines().toList();
  }

  private List<String> deadLetterReasons() {
    return read(topics.deadLetters()).stream()
        .map(
            letter ->
                new String(
                    letter.headers().lastHeader(LetterHeaders.REASON).value(),
                    StandardCharsets.UTF_8))
        .toList();
  }

  /** Everything committed so far. */
  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    Map<String, Object> config = new HashMap<>(connection.kafka());
    config.put("isolation.level", "read_committed");
    config.put("auto.offset.reset", "earliest");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
      }
    }
    return records;
  }

  /** The name of this test's own topic. */
  private String own(TopicSpec spec) {
    return applicationId + "-" + spec.name();
  }

  private static void waitFor(Duration time) {
    try {
      new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private StreamSettings settings(String stateDir, Map<String, String> kafka) {
    Map<String, String> values = new TreeMap<>();
    values.put("application.id", applicationId);
    values.put("bootstrap.servers", connection.bootstrapServers());
    values.put("registry", connection.registryUrl());
    values.put("topic.recordings", topics.recordings().name());
    values.put("topic.predictions", topics.predictions().name());
    values.put("topic.embeddings", topics.embeddings().name());
    values.put("topic.dead.letters", topics.deadLetters());
    values.put("state.dir", directory.resolve(stateDir).toString());
    values.put("health.address", "localhost");
    values.put("health.port", "0");
    values.put("kafka." + StreamsConfig.mainConsumerPrefix("session.timeout.ms"), "6000");
    values.put("kafka." + StreamsConfig.mainConsumerPrefix("heartbeat.interval.ms"), "500");
    kafka.forEach((name, value) -> values.put("kafka." + name, value));
    return StreamSettings.of(List.of(Source.flags(values)));
  }

  /** One instance of the application. */
  private final class App implements AutoCloseable {

    private final Application application;

    App(String stateDir, Supplier<Ear> ear) {
      this(stateDir, ear, Map.of());
    }

    App(String stateDir, Supplier<Ear> ear, Map<String, String> kafka) {
      application = Application.start(settings(stateDir, kafka), List.of(ear));
    }

    void awaitRunning() {
      Awaitility.await().atMost(PATIENCE).until(() -> application.health().ready());
    }

    /** Waits until it ends by itself, and why. */
    ApplicationFailure end() throws Exception {
      return CompletableFuture.supplyAsync(
              () -> catchThrowableOfType(ApplicationFailure.class, application::awaitEnd))
          .get(2, TimeUnit.MINUTES);
    }

    /** Waits until it gives up. */
    ApplicationFailure awaitFailure() {
      Awaitility.await().atMost(PATIENCE).until(() -> application.health().state().equals("error"));
      return catchThrowableOfType(ApplicationFailure.class, application::awaitEnd);
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
