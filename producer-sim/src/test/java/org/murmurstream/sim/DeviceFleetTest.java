package org.murmurstream.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.schemas.CycleAnnotation;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.Encoding;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;

class DeviceFleetTest {

  private static final List<String> PATIENTS = List.of("p1", "p2", "p3", "p4", "p5");

  private final UplinkTopics topics = UplinkTopics.of(AvroSerdes.inMemory());

  @TempDir private Path folder;

  @Test
  void shouldSendEveryChunkOfEveryExamWithWhatTheApplicationNeeds() throws Exception {
    // Given
    var producer = producer(true);

    // When
    FleetReport report = fleet(settings(0, 1), producer).run(new SmallExams(PATIENTS), PATIENTS);

    // Then
    assertThat(report).isEqualTo(new FleetReport(5, 20, 0, 0, false));
    List<RecordingChunk> chunks = sent(producer, topics.recordings());
    assertThat(chunks).hasSize(20);
    RecordingChunk second = chunks.get(1);
    assertThat(second.getExamId()).isEqualTo("p1-e1");
    assertThat(second.getPatientId()).isEqualTo("p1");
    assertThat(second.getDeviceId()).isEqualTo("sim-1");
    assertThat(second.getSite()).isEqualTo(Site.AV);
    assertThat(second.getSequence()).isEqualTo(1);
    assertThat(second.getLast()).isFalse();
    assertThat(second.getSampleRateHz()).isEqualTo(SmallExams.HERTZ);
    assertThat(second.getEncoding()).isEqualTo(Encoding.PCM16);
    assertThat(second.getIntendedSites()).containsExactly(Site.AV, Site.MV);
    assertThat(chunks.get(2).getLast()).isTrue();
    ByteBuffer samples = second.getSamples().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(samples.remaining()).isEqualTo(2000);
    assertThat(samples.getShort(0)).isEqualTo((short) (1000 * 31));
    CRC32C checksum = new CRC32C();
    checksum.update(second.getSamples().duplicate());
    assertThat(second.getCrc32c()).isEqualTo(checksum.getValue());
  }

  @Test
  void shouldKeyEverythingByPatient() throws Exception {
    // Given
    var producer = producer(true);

    // When
    fleet(settings(0, 3), producer).run(new SmallExams(PATIENTS), PATIENTS);

    // Then
    for (ProducerRecord<String, byte[]> sent : producer.history()) {
      String patientId =
          sent.topic().equals("diagnoses")
              ? read(topics.diagnoses(), sent).getPatientId()
              : sent.topic().equals("annotations")
                  ? read(topics.annotations(), sent).getPatientId()
                  : read(topics.recordings(), sent).getPatientId();
      assertThat(sent.key()).isEqualTo(patientId);
    }
  }

  @Test
  void shouldSendDiagnosesAndTheMarksThereAre() throws Exception {
    // Given
    var producer = producer(true);

    // When
    fleet(settings(0, 1), producer).run(new SmallExams(PATIENTS), PATIENTS);

    // Then
    assertThat(sent(producer, topics.diagnoses()))
        .extracting(Diagnosis::getExamId)
        .containsExactly("p1-e1", "p2-e1", "p3-e1", "p4-e1", "p5-e1");
    List<CycleAnnotation> marks = sent(producer, topics.annotations());
    assertThat(marks).hasSize(5);
    assertThat(marks.get(0).getSite()).isEqualTo(Site.AV);
    assertThat(marks.get(0).getIntervals()).hasSize(1);
  }

  @Test
  void shouldSendTheSameChunksAtAnySpeedWithAnyNumberOfDevices() throws Exception {
    // Given
    var faults = new Faults(0.2, 0.3, 4, 11);

    // When
    List<List<String>> runs = new ArrayList<>();
    for (FleetSettings settings :
        List.of(
            new FleetSettings(0.1, 0, 1, faults, 1),
            new FleetSettings(0.1, 0, 4, faults, 1),
            new FleetSettings(0.1, 200, 2, faults, 1))) {
      var producer = producer(true);
      fleet(settings, producer).run(new SmallExams(PATIENTS), PATIENTS);
      List<String> perPatient = new ArrayList<>();
      for (String patient : PATIENTS) {
        sent(producer, topics.recordings()).stream()
            .filter(chunk -> chunk.getPatientId().equals(patient))
            .map(c -> c.getExamId() + c.getSite() + c.getSequence() + sha256(c))
            .forEach(perPatient::add);
      }
      runs.add(perPatient);
    }

    // Then
    assertThat(runs.get(0)).hasSizeGreaterThan(100);
    assertThat(runs.get(1)).isEqualTo(runs.get(0));
    assertThat(runs.get(2)).isEqualTo(runs.get(0));
  }

  @Test
  void shouldUploadNoFasterThanItsSpeed() throws Exception {
    // Given
    long start = System.nanoTime();

    // When
    fleet(settings(10, 1), producer(true)).run(new SmallExams(PATIENTS), List.of("p1"));

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(350), Duration.ofSeconds(5));
  }

  @Test
  void shouldWriteWhatWasAcknowledgedIntoTheLedger() throws Exception {
    // Given
    var producer = producer(true);
    Path file = folder.resolve("ledger.jsonl");

    // When
    try (Ledger ledger = new Ledger(file)) {
      var fleet = new DeviceFleet(settings(0, 1), uplink(producer), writing(ledger));
      fleet.run(new SmallExams(PATIENTS), PATIENTS);
    }

    // Then
    List<RecordingChunk> chunks = sent(producer, topics.recordings());
    List<LedgerEntry> entries = Ledger.read(file);
    assertThat(entries).hasSameSizeAs(chunks);
    for (int i = 0; i < chunks.size(); i++) {
      RecordingChunk chunk = chunks.get(i);
      assertThat(entries.get(i))
          .isEqualTo(
              new LedgerEntry(
                  chunk.getExamId(),
                  Wire.of(chunk.getSite()),
                  chunk.getRecording(),
                  chunk.getSequence(),
                  chunk.getLast(),
                  sha256(chunk),
                  entries.get(i).partition(),
                  i));
    }
  }

  @Test
  void shouldTellWhenAnExamIsAcknowledgedAndNotBefore() throws Exception {
    // Given
    var producer =
        new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized void flush() {
            // The original would acknowledge everything by itself.
          }
        };
    List<String> acked = Collections.synchronizedList(new ArrayList<>());
    FleetListener listener =
        new FleetListener() {
          @Override
          public void examAcked(ExamRecordings exam) {
            acked.add(exam.examId());
          }
        };
    var fleet = new DeviceFleet(settings(0, 1), uplink(producer), listener);

    // When
    fleet.run(new SmallExams(PATIENTS), List.of("p1"));

    // Then
    assertThat(producer.history()).hasSize(6);
    for (int i = 0; i < 5; i++) {
      producer.completeNext();
    }
    assertThat(acked).isEmpty();
    producer.completeNext();
    assertThat(acked).containsExactly("p1-e1");
  }

  @Test
  void shouldFailWhenAChunkIsRefused() {
    // Given
    var producer = producer(false);
    var fleet = fleet(settings(20, 1), producer);

    // When
    var run = CompletableFuture.supplyAsync(() -> runIgnoringInterrupts(fleet, PATIENTS));
    await().until(() -> !producer.history().isEmpty());
    producer.errorNext(new RecordTooLargeException("too large"));

    // Then
    assertThatThrownBy(run::join)
        .hasRootCauseInstanceOf(RecordTooLargeException.class)
        .cause()
        .isInstanceOf(UplinkException.class);
    assertThat(producer.history().size()).isLessThan(20);
  }

  @Test
  void shouldFailWhenTheLedgerCannotBeWritten() throws Exception {
    // Given
    Ledger ledger = new Ledger(folder.resolve("ledger.jsonl"));
    ledger.close();
    var fleet = new DeviceFleet(settings(0, 1), uplink(producer(true)), writing(ledger));

    // When // Then
    assertThatThrownBy(() -> fleet.run(new SmallExams(PATIENTS), PATIENTS))
        .isInstanceOf(UplinkException.class);
  }

  @Test
  void shouldSayThatTheRegistryDoesNotAnswer() {
    // Given
    var nobody =
        UplinkTopics.of(new AvroSerdes(Map.of("schema.registry.url", "http://localhost:1")));
    var uplink = new Uplink(producer(true), nobody);
    var fleet = new DeviceFleet(settings(0, 1), uplink, new FleetListener() {});

    // When // Then
    assertThatThrownBy(() -> fleet.run(new SmallExams(PATIENTS), PATIENTS))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("schema registry does not answer");
  }

  @Test
  void shouldStopInTheMiddleOfAnExam() {
    // Given
    var producer = producer(true);
    var fleet = fleet(settings(1, 2), producer);

    // When
    var run = CompletableFuture.supplyAsync(() -> runIgnoringInterrupts(fleet, PATIENTS));
    await().until(() -> !producer.history().isEmpty());
    fleet.stop();

    // Then
    assertThat(run).succeedsWithin(Duration.ofSeconds(5));
    assertThat(run.join().stopped()).isTrue();
    assertThat(run.join().uploads()).isEqualTo(producer.history().size());
  }

  private static FleetSettings settings(double speed, int devices) {
    return new FleetSettings(1, speed, devices, Faults.NONE, 1);
  }

  private DeviceFleet fleet(FleetSettings settings, MockProducer<String, byte[]> producer) {
    return new DeviceFleet(settings, uplink(producer), new FleetListener() {});
  }

  private Uplink uplink(MockProducer<String, byte[]> producer) {
    return new Uplink(producer, topics);
  }

  private static MockProducer<String, byte[]> producer(boolean acknowledging) {
    return new MockProducer<>(
        acknowledging, null, new StringSerializer(), new ByteArraySerializer());
  }

  private static FleetListener writing(Ledger ledger) {
    return new FleetListener() {
      @Override
      public void chunkAcked(LedgerEntry entry) {
        ledger.write(entry);
      }
    };
  }

  private static FleetReport runIgnoringInterrupts(DeviceFleet fleet, List<String> patients) {
    try {
      return fleet.run(new SmallExams(PATIENTS), patients);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <V> List<V> sent(MockProducer<String, byte[]> producer, Topic<V> topic) {
    return producer.history().stream()
        .filter(sent -> sent.topic().equals(topic.name()))
        .map(sent -> read(topic, sent))
        .toList();
  }

  private static String sha256(RecordingChunk chunk) {
    byte[] samples = new byte[chunk.getSamples().remaining()];
    chunk.getSamples().duplicate().get(samples);
    return Sha256.of(samples);
  }

  private static <V> V read(Topic<V> topic, ProducerRecord<String, byte[]> sent) {
    return topic.value().deserializer().deserialize(topic.name(), sent.value());
  }
}
