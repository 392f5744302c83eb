package org.murmurstream.integration.flood;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.topics.TopicNames;
import org.murmurstream.kafka.topics.Topics;
import org.murmurstream.local.LocalCluster;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.runtime.Application;
import org.murmurstream.stream.testing.Exams;
import org.murmurstream.stream.testing.StubEar;

/**
 * How long four honest exams take alone, and while another device floods: in other partitions, and
 * in theirs. The application with a real broker, and an ear that takes a fixed time for each
 * recording.
 *
 * <p>Arguments: exams of the flood (1500), milliseconds a recording (50), rounds (5), seconds of
 * each recording of the flood (15). Prints a line for each case.
 */
public final class FloodMeasurement {

  private static final int RATE_HZ = 2000;
  private static final int HONEST_SECONDS = 15;
  private static final int HONEST = 4;

  /** Between the flood and the honest exams: it is read meanwhile. */
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private static final Site[] SITES = {Site.AV, Site.PV, Site.TV, Site.MV};

  private final Connection connection;
  private final Topics topics;
  private final int partitions;

  private FloodMeasurement(Connection connection) {
    this.connection = connection;
    this.topics =
        new TopicNames(
                TopicCatalogue.RECORDINGS.name(),
                TopicCatalogue.PREDICTIONS.name(),
                TopicCatalogue.EMBEDDINGS.name(),
                TopicCatalogue.DEAD_LETTERS.name(),
                TopicCatalogue.MODELS.name())
            .with(AvroSerdes.of(connection));
    this.partitions = TopicCatalogue.RECORDINGS.partitions();
  }

  public static void main(String[] arguments) throws IOException {
    int exams = argument(arguments, 0, 1500);
    int millis = argument(arguments, 1, 50);
    int rounds = argument(arguments, 2, 5);
    int seconds = argument(arguments, 3, 15);
    for (boolean samePartition : new boolean[] {false, true}) {
      Path directory = Files.createTempDirectory("murmur-flood");
      try (LocalCluster cluster = LocalCluster.start(directory.resolve("cluster"))) {
        new FloodMeasurement(cluster.connection())
            .measure(directory, exams, millis, rounds, seconds, samePartition);
      }
      AtomicFiles.deleteFolder(directory);
    }
    System.exit(0);
  }

  private static int argument(String[] arguments, int index, int standard) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : standard;
  }

  private void measure(
      Path directory, int exams, int millis, int rounds, int seconds, boolean samePartition) {
    StreamSettings settings =
        StreamSettings.of(
            List.of(
                Source.flags(
                    Map.of(
                        "bootstrap.servers",
                        connection.bootstrapServers(),
                        "registry",
                        connection.registryUrl(),
                        "state.dir",
                        directory.resolve("state").toString(),
                        "health.port",
                        "0",
                        "gather.max.device.exams",
                        "100000"))));
    try (Application application =
            Application.start(settings, List.of(() -> new CostlyEar(Duration.ofMillis(millis))));
        var producer =
            new KafkaProducer<byte[], byte[]>(
                connection.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
      honest(producer, "warm-up", samePartition);
      List<Double> alone = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        alone.addAll(honest(producer, "alone-" + round, samePartition));
      }
      flood(producer, exams, seconds);
      LockSupport.parkNanos(PAUSE.toNanos());
      List<Double> flooded = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        flooded.addAll(honest(producer, "flooded-" + round, samePartition));
      }
      long left =
          exams
              - answers(topics.predictions()).keySet().stream()
                  .filter(e -> e.startsWith("flood-"))
                  .count();
      System.out.printf(
          "%s partition, %d ms a recording, flood of %d exams of %d s: alone median %.2f s max %.2f s,"
              + " flooded median %.2f s max %.2f s, ratio %.2f of medians %.2f of maxima; %d of the"
              + " flood still waited%n",
          samePartition ? "same" : "other",
          millis,
          exams,
          seconds,
          median(alone),
          Collections.max(alone),
          median(flooded),
          Collections.max(flooded),
          median(flooded) / median(alone),
          Collections.max(flooded) / Collections.max(alone),
          left);
    }
  }

  private void flood(KafkaProducer<byte[], byte[]> producer, int exams, int seconds) {
    String patient = patient("flood", 0);
    for (int i = 0; i < exams; i++) {
      send(producer, patient(patient, 0), "flood-" + i, "flood", seconds, Site.MV);
    }
    producer.flush();
  }

  /** Seconds from the acknowledgement of each exam's last chunk to its answer. */
  private List<Double> honest(
      KafkaProducer<byte[], byte[]> producer, String name, boolean samePartition) {
    Map<String, Long> sent = new HashMap<>();
    for (int i = 0; i < HONEST; i++) {
      String exam = name + "-" + i;
      String patient = patient(exam, samePartition ? 0 : 1 + i % (partitions - 1));
      send(producer, patient, exam, "honest-" + i, HONEST_SECONDS, SITES);
      producer.flush();
      sent.put(exam, System.currentTimeMillis());
    }
    List<Double> seconds = new ArrayList<>();
    while (seconds.size() < HONEST) {
      Map<String, Long> answered = answers(topics.predictions());
      seconds.clear();
      sent.forEach(
          (exam, at) -> {
            if (answered.containsKey(exam)) {
              seconds.add((answered.get(exam) - at) / 1000.0);
            }
          });
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return seconds;
  }

  /** A patient whose records lie in a partition. */
  private String patient(String prefix, int partition) {
    for (int i = 0; ; i++) {
      byte[] key = (prefix + "." + i).getBytes(StandardCharsets.UTF_8);
      if (Utils.toPositive(Utils.murmur2(key)) % partitions == partition) {
        return prefix + "." + i;
      }
    }
  }

  private void send(
      KafkaProducer<byte[], byte[]> producer,
      String patient,
      String exam,
      String device,
      int seconds,
      Site... sites) {
    String topic = topics.recordings().name();
    var random = new Random(exam.hashCode());
    for (Site site : sites) {
      int left = seconds;
      for (int sequence = 0; left > 0; sequence++) {
        int now = Math.min(left, 30);
        left -= now;
        var samples = new short[now * RATE_HZ];
        for (int i = 0; i < samples.length; i++) {
          samples[i] = (short) random.nextInt(1 << 12);
        }
        RecordingChunk chunk =
            Exams.exam(patient, exam, sites)
                .chunk(site, 0, sequence, left == 0, samples)
                .setDeviceId(device)
                .setSampleRateHz(RATE_HZ)
                .build();
        Future<?> unused =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    patient.getBytes(StandardCharsets.UTF_8),
                    topics.recordings().value().serializer().serialize(topic, chunk)));
      }
    }
  }

  /** When each exam was answered, by the broker's clock. */
  private Map<String, Long> answers(Topic<MurmurPrediction> topic) {
    Map<String, Object> config = new HashMap<>(connection.kafka());
    config.put("isolation.level", "read_committed");
    Map<String, Long> answers = new HashMap<>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(topic.name(), info.partition()))
              .toList();
      consumer.assign(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      consumer.seekToBeginning(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          answers.putIfAbsent(
              topic.value().deserializer().deserialize(topic.name(), record.value()).getExamId(),
              record.timestamp());
        }
      }
    }
    return answers;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Takes a fixed time for each fifteen seconds of sound, one recording after another. */
  private static final class CostlyEar implements Ear {

    private final StubEar stub = new StubEar();
    private final Duration cost;

    CostlyEar(Duration cost) {
      this.cost = cost;
    }

    @Override
    public ModelIdentity identity() {
      return stub.identity();
    }

    @Override
    public List<Evidence> listen(List<SiteAudio> batch) {
      return listen(batch, () -> {});
    }

    @Override
    public List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
      for (SiteAudio recording : batch) {
        for (double left = recording.pcm().seconds(); left > 0; left -= HONEST_SECONDS) {
          between.run();
          LockSupport.parkNanos(cost.toNanos());
        }
      }
      return stub.listen(batch);
    }

    @Override
    public Verdict decide(Collection<SiteEvidence> sites) {
      return stub.decide(sites);
    }

    @Override
    public void close() {
      stub.close();
    }
  }
}
