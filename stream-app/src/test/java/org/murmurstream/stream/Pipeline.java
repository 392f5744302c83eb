package org.murmurstream.stream;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.murmurstream.model.Ear;
import org.murmurstream.model.exam.GatherPolicy;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.SiteEmbedding;
import org.murmurstream.serde.AvroSerdes;
import org.murmurstream.stream.testing.Exams;

/** The topology in a test driver, with a registry in memory and an ear of the test's choice. */
final class Pipeline implements AutoCloseable {

  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int ROUNDS_TO_REST = 4;

  private final Inference inference;
  private final TopologyTestDriver driver;
  private final Topics topics = Topics.of(AvroSerdes.inMemory());
  private final TestInputTopic<byte[], byte[]> recordings;
  private final TestOutputTopic<String, MurmurPrediction> predictions;
  private final TestOutputTopic<String, SiteEmbedding> embeddings;
  private final TestOutputTopic<byte[], byte[]> deadLetters;

  Pipeline(Path stateDir, Supplier<Ear> ear) {
    this(stateDir, GatherPolicy.DEFAULT, InferencePolicy.DEFAULT, List.of(ear));
  }

  Pipeline(
      Path stateDir,
      GatherPolicy policy,
      InferencePolicy inferencePolicy,
      List<Supplier<Ear>> ears) {
    inference = Inference.start(ears, inferencePolicy);
    Properties config = new Properties();
    config.putAll(StreamsDefaults.settings());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    driver =
        new TopologyTestDriver(
            MurmurTopology.build(topics, policy, inference, "test"),
            config,
            Instant.parse("2026-01-01T00:00:00Z"));
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

  byte[] encode(RecordingChunk chunk) {
    return topics.recordings().value().serializer().serialize(topics.recordings().name(), chunk);
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
    recordings.pipeInput(key, value);
  }

  void send(TestRecord<byte[], byte[]> record) {
    recordings.pipeInput(record);
  }

  /** Lets the ear finish and its work be collected, in as little time as possible. */
  void rest() {
    for (int i = 0; i < ROUNDS_TO_REST; i++) {
      await().atMost(Duration.ofSeconds(10)).until(() -> inference.outstanding() == 0);
      driver.advanceWallClockTime(inference.policy().tick());
    }
  }

  /** Lets time pass as it does: without jumps. */
  void pass(Duration time) {
    rest();
    for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(STEP)) {
      driver.advanceWallClockTime(left.compareTo(STEP) < 0 ? left : STEP);
    }
    rest();
  }

  /** Lets the clock jump. */
  void jump(Duration time) {
    driver.advanceWallClockTime(time);
    rest();
  }

  /** Everything answered since the last call. */
  List<MurmurPrediction> answers() {
    rest();
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

  /** How many entries each store has. */
  Map<String, Integer> stored() {
    Map<String, Integer> sizes = new TreeMap<>();
    for (String name : new HashMap<>(driver.getAllStateStores()).keySet()) {
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

  @Override
  public void close() {
    driver.close();
    inference.close();
  }
}
