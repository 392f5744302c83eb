package org.murmurstream.stream;

import static org.awaitility.Awaitility.await;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.murmurstream.core.Ear;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.serde.WriterSchemas;
import org.murmurstream.kafka.topics.Topics;
import org.murmurstream.kafka.wire.ChunkReader;
import org.murmurstream.kafka.wire.RecordSizes;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.SiteEmbedding;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.inference.InferencePolicy;
import org.murmurstream.stream.testing.Exams;
import org.murmurstream.stream.testing.StubEar;

/** The topology in a test driver, with a registry in memory and an ear of the test's choice. */
final class Pipeline implements AutoCloseable {

  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int ROUNDS_TO_REST = 4;
  private static final int MOST_HELD = 1000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Path stateDir;
  private final Inference inference;
  private final GatherPolicy policy;
  private final Abridger abridger;
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final ExamMeters examMeters = new ExamMeters(meters);
  private final TopologyTestDriver driver;
  private final Map<String, String> registry;
  private final Topics topics;
  private final WriterSchemas schemas;
  private final TestInputTopic<byte[], byte[]> recordings;
  private final TestOutputTopic<String, MurmurPrediction> predictions;
  private final TestOutputTopic<String, SiteEmbedding> embeddings;
  private final TestOutputTopic<byte[], byte[]> deadLetters;
  private Instant now;

  Pipeline(Path stateDir, Supplier<Ear> ear) {
    this(stateDir, InferencePolicy.DEFAULT, List.of(ear));
  }

  Pipeline(Path stateDir, InferencePolicy inferencePolicy, List<Supplier<Ear>> ears) {
    this(stateDir, Inference.start(ears, inferencePolicy));
  }

  /** A pipeline before an inference thread of the test's choice, which it will close. */
  Pipeline(Path stateDir, Inference inference) {
    this(stateDir, inference, "mock://" + UUID.randomUUID());
  }

  /** A pipeline with another policy. */
  static Pipeline withPolicy(Path stateDir, GatherPolicy policy, InferencePolicy inference) {
    return new Pipeline(
        stateDir,
        Inference.start(List.of(StubEar::new), inference),
        "mock://" + UUID.randomUUID(),
        policy,
        START);
  }

  /** A pipeline whose chunks belong somewhere. */
  static Pipeline withPlacement(Path stateDir, Placement placement) {
    return new Pipeline(
        stateDir,
        Inference.start(List.of(StubEar::new), InferencePolicy.DEFAULT),
        "mock://" + UUID.randomUUID(),
        GatherPolicy.DEFAULT,
        placement,
        START);
  }

  /** A pipeline whose registry is at another address. */
  static Pipeline withRegistry(Path stateDir, String registry) {
    return new Pipeline(
        stateDir, Inference.start(List.of(StubEar::new), InferencePolicy.DEFAULT), registry);
  }

  private Pipeline(Path stateDir, Inference inference, String registry) {
    this(stateDir, inference, registry, GatherPolicy.DEFAULT, START);
  }

  private Pipeline(
      Path stateDir, Inference inference, String registry, GatherPolicy policy, Instant start) {
    this(stateDir, inference, registry, policy, new Placement(1, Optional.empty()), start);
  }

  private Pipeline(
      Path stateDir,
      Inference inference,
      String registry,
      GatherPolicy policy,
      Placement placement,
      Instant start) {
    this.stateDir = stateDir;
    this.policy = policy;
    this.abridger =
        new Abridger(RecordSizes.chunkRecord(policy.maxChunkBytes()), Clock.systemUTC());
    this.now = start;
    this.registry = Map.of("schema.registry.url", registry);
    AvroSerdes serdes = new AvroSerdes(this.registry);
    this.topics = Topics.of(serdes);
    this.schemas =
        serdes.writerSchemas(
            topics.recordings().name(), Duration.ofSeconds(1), Duration.ofMinutes(1));
    this.inference = inference;
    Properties config = new Properties();
    config.putAll(StreamsDefaults.settings());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    driver =
        new TopologyTestDriver(
            MurmurTopology.build(
                topics,
                abridger,
                placement,
                policy,
                schemas,
                MOST_HELD,
                inference,
                examMeters,
                "test"),
            config,
            start);
    recordings =
        driver.createInputTopic(
            topics.recordings().name(), new ByteArraySerializer(), new ByteArraySerializer());
    predictions =
        driver.createOutputTopic(
            topics.predictions().name(),
            new StringDeserializer(),
            topics.predictions().value().deserializer());
    embeddings =
        driver.createOutputTopic(
            topics.embeddings().name(),
            new StringDeserializer(),
            topics.embeddings().value().deserializer());
    deadLetters =
        driver.createOutputTopic(
            topics.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Closes this one, and starts another with what it stored, and other ears. */
  Pipeline restarted(List<Supplier<Ear>> ears) {
    return restarted(Inference.start(ears, InferencePolicy.DEFAULT));
  }

  /** Likewise, with another inference thread. */
  Pipeline restarted(Inference next) {
    rest();
    return restarted(next, policy, stored -> {});
  }

  /** Likewise, with other settings. */
  Pipeline restarted(GatherPolicy other, InferencePolicy otherInference) {
    rest();
    return restarted(Inference.start(List.of(StubEar::new), otherInference), other, stored -> {});
  }

  /**
   * Likewise, whatever the ear is at, with what was stored changed by somebody.
   *
   * @param tamper gets the entries of each store
   */
  Pipeline tampered(Consumer<Map<String, List<KeyValue<Bytes, byte[]>>>> tamper) {
    return restarted(Inference.start(List.of(StubEar::new), inference.policy()), policy, tamper);
  }

  ExamMeters examMeters() {
    return examMeters;
  }

  /** How often the registry gave no answer. */
  long registryFailures() {
    return schemas.failures();
  }

  /** What cuts giants for the consumers of this pipeline. */
  Abridger abridger() {
    return abridger;
  }

  /** A store at work. */
  KeyValueStore<Bytes, byte[]> store(String name) {
    return driver.getKeyValueStore(name);
  }

  /** Removes everything from a store at work. */
  void clear(String name) {
    List<Bytes> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = store(name).all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    keys.forEach(store(name)::delete);
  }

  private Pipeline restarted(
      Inference next,
      GatherPolicy other,
      Consumer<Map<String, List<KeyValue<Bytes, byte[]>>>> tamper) {
    Map<String, List<KeyValue<Bytes, byte[]>>> stored = new TreeMap<>();
    for (String name : driver.getAllStateStores().keySet()) {
      List<KeyValue<Bytes, byte[]>> entries = stored.computeIfAbsent(name, n -> new ArrayList<>());
      KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(name);
      try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
        all.forEachRemaining(entries::add);
      }
    }
    close();
    tamper.accept(stored);
    Pipeline after =
        new Pipeline(
            stateDir.resolve("next"), next, registry.get("schema.registry.url"), other, now);
    stored.forEach(
        (name, entries) -> after.driver.<Bytes, byte[]>getKeyValueStore(name).putAll(entries));
    return after;
  }

  byte[] encode(RecordingChunk chunk) {
    return topics.recordings().value().serializer().serialize(topics.recordings().name(), chunk);
  }

  /** Encodes a record of any schema, known to the same registry. */
  byte[] encodeAny(GenericRecord record) {
    try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
      serializer.configure(registry, false);
      return serializer.serialize("other", record);
    }
  }

  void send(Exams exam) {
    send(exam.chunks());
  }

  void send(Collection<RecordingChunk> chunks) {
    chunks.forEach(this::send);
  }

  void send(RecordingChunk chunk) {
    sendRaw(Bytes.wrap(chunk.getPatientId().getBytes(StandardCharsets.UTF_8)).get(), encode(chunk));
  }

  void sendRaw(byte[] key, byte[] value) {
    awaitSchema(value);
    recordings.pipeInput(key, value);
  }

  void send(TestRecord<byte[], byte[]> record) {
    awaitSchema(record.value());
    recordings.pipeInput(timed(record));
  }

  /** The time that a consumer would give it, if it is its device's. */
  private TestRecord<byte[], byte[]> timed(TestRecord<byte[], byte[]> record) {
    if (record.timestamp() == null) {
      return record;
    }
    ConsumerRecord<byte[], byte[]> consumed =
        abridger.abridged(
            new ConsumerRecord<>(
                "recordings",
                0,
                0,
                record.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                new RecordHeaders(),
                Optional.empty()));
    return new TestRecord<>(
        record.key(), record.value(), record.headers(), Instant.ofEpochMilli(consumed.timestamp()));
  }

  /** Sends a record that is refused before anybody asks for its schema. */
  void sendRefused(TestRecord<byte[], byte[]> record) {
    recordings.pipeInput(record);
  }

  /** Has a schema of the registry in memory looked up, which takes no time. */
  private void awaitSchema(byte[] value) {
    if (registry.get("schema.registry.url").startsWith("mock:")
        && ChunkReader.isFramed(value)
        && value.length <= RecordSizes.chunkRecord(policy.maxChunkBytes())) {
      int id = ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> !(schemas.ask(id) instanceof WriterSchemas.Awaited));
    }
  }

  /** Lets one tick pass. */
  void tick() {
    advance(inference.policy().tick());
  }

  /** Whether the ear is at a batch. */
  boolean isListening() {
    return inference.busyFor().compareTo(Duration.ZERO) > 0;
  }

  /** Lets the ear finish and its work be collected, in as little time as possible. */
  void rest() {
    for (int i = 0; i < ROUNDS_TO_REST; i++) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> inference.outstanding() == 0 || !inference.isAlive());
      tick();
    }
  }

  /** Lets time pass as it does: without jumps. */
  void pass(Duration time) {
    rest();
    for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(STEP)) {
      advance(left.compareTo(STEP) < 0 ? left : STEP);
    }
    rest();
  }

  /** Lets the clock jump. */
  void jump(Duration time) {
    advance(time);
    rest();
  }

  /** Lets time pass at once, whatever the ear does. */
  void advance(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  /** Everything answered since the last call. */
  List<MurmurPrediction> answers() {
    rest();
    return predictions.readValuesToList();
  }

  /** Likewise, without waiting for what the ear has still to do. */
  List<MurmurPrediction> answersSoFar() {
    tick();
    return predictions.readValuesToList();
  }

  /** The one answer given since the last call. */
  MurmurPrediction answer() {
    List<MurmurPrediction> answers = answers();
    if (answers.size() != 1) {
      throw new AssertionError("expected one answer, got " + answers.size());
    }
    return answers.get(0);
  }

  List<SiteEmbedding> embeddings() {
    return embeddings.readValuesToList();
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return deadLetters.readRecordsToList();
  }

  /** The inference thread. */
  Inference inference() {
    return inference;
  }

  /** What operators see. */
  MeterRegistry meters() {
    return meters;
  }

  /** How many entries each store has. */
  Map<String, Integer> stored() {
    Map<String, Integer> sizes = new TreeMap<>();
    for (String name : driver.getAllStateStores().keySet()) {
      KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(name);
      int size = 0;
      try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
        while (all.hasNext()) {
          all.next();
          size++;
        }
      }
      sizes.put(name, size);
    }
    return sizes;
  }

  /** Bytes of all values in a store. */
  int storedBytes(String name) {
    int bytes = 0;
    try (KeyValueIterator<Bytes, byte[]> all = store(name).all()) {
      while (all.hasNext()) {
        bytes += all.next().value.length;
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    driver.close();
    schemas.close();
    inference.close();
  }
}
