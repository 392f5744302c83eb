package org.murmurstream.integration.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.cli.demo.Demo;
import org.murmurstream.cli.demo.DemoSettings;
import org.murmurstream.cli.demo.PlainView;
import org.murmurstream.cli.main.Murmur;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.schemas.Encoding;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;
import org.murmurstream.schemas.SiteEvidence;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetSettings;
import picocli.CommandLine;

/** {@code murmur replay} after devices, application and broker have done their worst. */
class ReplayCommandIT {

  private static final int PATIENTS = 4;
  private static final long SEED = 7;
  private static final String NEVER_COMMITTED = "never-committed";

  @TempDir private Path directory;
  private final StringWriter shown = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldMakeTheDataSetThatWasHeardAndMakeItAgainFromItsOffsets() throws Exception {
    // Given
    List<MurmurPrediction> predictions = new ArrayList<>();
    var settings =
        new DemoSettings(
            PATIENTS,
            Optional.empty(),
            SEED,
            new FleetSettings(1, 0, 2, new Faults(0, 0.2, 50, SEED), 1),
            Map.of("health.port", "0", "health.address", "localhost", "torch.threads", "1"));

    // When
    new Demo(settings, new PlainView(new PrintWriter(shown)))
        .run(
            directory.resolve("demo"),
            predictions::addAll,
            stage -> {
              abortTransaction(stage.connection());
              assertThat(replay(stage.connection(), "first", "--strict")).as("%s", err).isZero();
              assertThat(replay(stage.connection(), "second", "--strict")).as("%s", err).isZero();
              String tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).toString();
              assertThat(replay(stage.connection(), "until", "--until", tomorrow)).isZero();
              assertThat(replay(stage.connection(), "from", "--from", tomorrow, "--strict"))
                  .isOne();
              assertThat(replay(stage.connection(), "heard", "--embeddings"))
                  .as("%s", err)
                  .isZero();
              String offsets = directory.resolve("first/manifest.json").toString();
              assertThat(replay(stage.connection(), "third", "--offsets", offsets)).isZero();
              deleteFirstRecords(stage.connection());
              assertThat(replay(stage.connection(), "fourth", "--offsets", offsets)).isEqualTo(2);
            });

    // Then
    assertThat(manifest("first")).doesNotContain(NEVER_COMMITTED);
    assertThat(manifest("second")).isEqualTo(manifest("first"));
    assertThat(manifest("third")).isEqualTo(manifest("first"));
    assertThat(manifest("until")).isEqualTo(manifest("first"));
    assertThat(digests("first")).hasSize(PATIENTS).isEqualTo(heard(predictions));
    assertThat(digests("from")).isEmpty();
    assertHoldsEmbeddingsOfTheSitesThatWereUsed("heard", predictions);
    assertThat(CircorFolder.open(directory.resolve("first")).patientIds()).hasSize(PATIENTS);
    assertThat(err.toString()).contains("those before 1 are deleted");
  }

  private int replay(Connection connection, String folder, String... options) {
    List<String> words = new ArrayList<>(List.of("replay", directory.resolve(folder).toString()));
    words.addAll(List.of("--bootstrap-servers", connection.bootstrapServers()));
    words.addAll(List.of("--registry", connection.registryUrl()));
    words.addAll(List.of(options));
    CommandLine murmur = Murmur.commandLine();
    murmur.setOut(new PrintWriter(shown, true)).setErr(new PrintWriter(err, true));
    return murmur.execute(words.toArray(String[]::new));
  }

  /** A device's transaction that fails: its chunk lies in the log, and was never sent. */
  private static void abortTransaction(Connection connection) {
    ByteBuffer samples = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
    CRC32C crc = new CRC32C();
    crc.update(samples.duplicate());
    RecordingChunk chunk =
        RecordingChunk.newBuilder()
            .setExamId(NEVER_COMMITTED)
            .setPatientId(NEVER_COMMITTED)
            .setDeviceId("device")
            .setSite(Site.AV)
            .setSequence(0)
            .setLast(true)
            .setSampleRateHz(4000)
            .setEncoding(Encoding.PCM16)
            .setSamples(samples)
            .setCrc32c(crc.getValue())
            .build();
    Map<String, Object> config = new HashMap<>(connection.kafka());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "it-aborts");
    try (var producer =
        new KafkaProducer<>(
            config,
            new StringSerializer(),
            AvroSerdes.of(connection).value(RecordingChunk.class).serializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer
          .send(new ProducerRecord<>(TopicCatalogue.RECORDINGS.name(), NEVER_COMMITTED, chunk))
          .get();
      producer.abortTransaction();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void deleteFirstRecords(Connection connection) {
    try (Admin admin = Admin.create(connection.kafka())) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      for (int partition = 0; partition < TopicCatalogue.RECORDINGS.partitions(); partition++) {
        var at = new TopicPartition(TopicCatalogue.RECORDINGS.name(), partition);
        if (end(admin, at) > 0) {
          all.put(at, RecordsToDelete.beforeOffset(1));
        }
      }
      admin.deleteRecords(all).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long end(Admin admin, TopicPartition partition)
      throws InterruptedException, ExecutionException {
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()))
        .partitionResult(partition)
        .get()
        .offset();
  }

  private String manifest(String folder) throws IOException {
    return Files.readString(directory.resolve(folder).resolve("manifest.json"));
  }

  private Map<String, String> digests(String folder) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (JsonNode exam : new ObjectMapper().readTree(manifest(folder)).get("exams")) {
      digests.put(exam.get("exam").textValue(), exam.get("audioDigest").textValue());
    }
    return digests;
  }

  private void assertHoldsEmbeddingsOfTheSitesThatWereUsed(
      String folder, List<MurmurPrediction> predictions) throws IOException {
    Map<String, Set<String>> used = new TreeMap<>();
    predictions.forEach(
        prediction ->
            used.put(
                prediction.getExamId(),
                prediction.getSites().stream()
                    .filter(SiteEvidence::getUsed)
                    .map(site -> site.getSite().name())
                    .collect(Collectors.toSet())));
    JsonNode manifest = new ObjectMapper().readTree(manifest(folder));
    String encoder = manifest.get("embeddings").fieldNames().next();
    assertThat(manifest.get("embeddings").get(encoder).intValue())
        .isEqualTo(used.values().stream().mapToInt(Set::size).sum())
        .isPositive();
    for (JsonNode exam : manifest.get("exams")) {
      Path file =
          directory
              .resolve(folder)
              .resolve("embeddings")
              .resolve(encoder)
              .resolve(exam.get("id").textValue() + ".safetensors");
      assertThat(Safetensors.read(file).keySet()).isEqualTo(used.get(exam.get("exam").textValue()));
    }
  }

  /** What the last revision of each exam rests on. */
  private static Map<String, String> heard(List<MurmurPrediction> predictions) {
    Map<String, String> heard = new TreeMap<>();
    predictions.forEach(
        prediction ->
            heard.put(prediction.getExamId(), prediction.getProvenance().getAudioDigest()));
    return heard;
  }
}
