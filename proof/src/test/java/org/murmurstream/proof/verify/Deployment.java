package org.murmurstream.proof.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.TopicScan;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.topics.TopicNames;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.local.broker.MissingTopics;
import org.murmurstream.proof.stub.HashEar;
import org.murmurstream.schemas.CycleAnnotation;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;
import org.murmurstream.sim.DeviceFleet;
import org.murmurstream.sim.FleetListener;
import org.murmurstream.sim.FleetSettings;
import org.murmurstream.sim.LedgerEntry;
import org.murmurstream.sim.Uplink;
import org.murmurstream.sim.UplinkTopics;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.runtime.Application;

/** Topics of a test's own, devices, and the application on them with the stub of a model. */
public final class Deployment {

  private static final int HERTZ = 2000;

  private final Connection connection;
  private final String id = "proof-" + UUID.randomUUID();
  private final TopicNames topics =
      new TopicNames(
          own(TopicCatalogue.RECORDINGS),
          own(TopicCatalogue.PREDICTIONS),
          own(TopicCatalogue.EMBEDDINGS),
          own(TopicCatalogue.DEAD_LETTERS),
          own(TopicCatalogue.MODELS));
  private final StreamSettings settings;

  /**
   * @param directory where the stores are
   * @param more keys of the configuration
   */
  public Deployment(Connection connection, Path directory, Map<String, String> more) {
    this.connection = connection;
    Map<String, TopicSpec> specs = topics.specs();
    specs.replaceAll((name, spec) -> SharedCluster.narrow(spec));
    MissingTopics.create(connection, specs);
    Map<String, String> values = new TreeMap<>();
    values.put("application.id", id);
    values.put("bootstrap.servers", connection.bootstrapServers());
    values.put("registry", connection.registryUrl());
    values.put("topic.recordings", topics.recordings());
    values.put("topic.predictions", topics.predictions());
    values.put("topic.embeddings", topics.embeddings());
    values.put("topic.dead.letters", topics.deadLetters());
    values.put("health.address", "localhost");
    values.put("health.port", "0");
    values.put("state.dir", directory.resolve(id).toString());
    values.put("kafka." + StreamsConfig.mainConsumerPrefix("session.timeout.ms"), "6000");
    values.put("kafka." + StreamsConfig.mainConsumerPrefix("heartbeat.interval.ms"), "500");
    values.putAll(more);
    settings = StreamSettings.of(List.of(Source.flags(values)));
  }

  public TopicNames topics() {
    return topics;
  }

  public Connection connection() {
    return connection;
  }

  /** Starts the application. */
  public Application start() {
    return Application.start(settings, List.of(HashEar::new));
  }

  /** Has devices upload exams; what was acknowledged. */
  public List<LedgerEntry> upload(FleetSettings fleet, ExamSource exams)
      throws InterruptedException {
    List<LedgerEntry> ledger = Collections.synchronizedList(new ArrayList<>());
    AvroSerdes serdes = AvroSerdes.of(connection);
    var uplinkTopics =
        new UplinkTopics(
            serdes.topic(TopicCatalogue.RECORDINGS, topics.recordings(), RecordingChunk.class),
            serdes.topic(TopicCatalogue.DIAGNOSES, Diagnosis.class),
            serdes.topic(TopicCatalogue.ANNOTATIONS, CycleAnnotation.class));
    try (Uplink uplink = Uplink.connect(connection, uplinkTopics)) {
      new DeviceFleet(
              fleet,
              uplink,
              new FleetListener() {
                @Override
                public void chunkAcked(LedgerEntry entry) {
                  ledger.add(entry);
                }
              })
          .run(exams, exams.patientIds());
    }
    return List.copyOf(ledger);
  }

  /** Writes a record by hand. */
  public void write(ProducerRecord<byte[], byte[]> record) {
    try (var producer =
        new KafkaProducer<>(
            connection.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(record).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every committed record of a topic. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (TopicScan scan = TopicScan.open(connection, topic)) {
      scan.readToEnd(records::add);
    }
    return records;
  }

  /**
   * Verifies everything.
   *
   * @param patience how long the application is waited for
   */
  public Verification verify(List<LedgerEntry> ledger, Duration patience) {
    var asked = new VerifierSettings(connection, topics, id, settings.gather(), 0, patience);
    return new Verifier(asked, new HashEar()).verify(ledger);
  }

  /** Exams of four sites, a second each, of patients of these names; the same for the same name. */
  public static ExamSource exams(String... patients) {
    return new ExamSource() {
      @Override
      public List<String> patientIds() {
        return List.of(patients);
      }

      @Override
      public ExamRecordings examine(String patientId, int visit) {
        List<SiteRecording> recordings = new ArrayList<>();
        for (AuscultationSite site : AuscultationSite.STANDARD) {
          short[] audio = new short[HERTZ];
          for (int n = 0; n < audio.length; n++) {
            audio[n] = (short) (1 + n * 31 + site.name().hashCode() + patientId.hashCode() + visit);
          }
          recordings.add(new SiteRecording(site, 0, new Pcm(HERTZ, audio), List.of()));
        }
        return new ExamRecordings(
            ExamRecordings.idOf(patientId, visit), patientId, recordings, Optional.empty());
      }
    };
  }

  /** Names that an application of another test does not know. */
  private String own(TopicSpec spec) {
    return id + "-" + spec.name();
  }
}
