package org.murmurstream.integration.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.cli.main.Murmur;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Release;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.predictions.PredictionReader;
import org.murmurstream.kafka.releases.ReleaseTopic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.local.broker.MissingTopics;
import org.murmurstream.model.bundle.BundleManifest;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.runtime.Application;
import org.murmurstream.stream.testing.Exams;

/** Releases reach a running application, and one that starts. */
@ExtendWith(SharedCluster.class)
class ReleaseIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final int SAMPLES = 3 * 4000;

  @TempDir private Path directory;

  private final String id = "release-" + UUID.randomUUID();
  private final List<MurmurPrediction> answers = new ArrayList<>();
  private final StringWriter said = new StringWriter();
  private Connection connection;

  @Test
  void shouldSwitchNewExamsToAReleaseRefuseADamagedOneRememberItOverARestartAndGoBack(
      Connection cluster) throws Exception {
    connection = cluster;
    createTopics();
    Path own = saved(1);
    Path released = saved(2);
    Path damaged = saved(3);
    Release unreadable = release(damaged);
    Files.writeString(damaged.resolve("MODEL_CARD.md"), "tampered with");

    try (var predictions =
        PredictionReader.open(connection, id + "-" + TopicCatalogue.PREDICTIONS.name())) {
      try (var application = start(own)) {
        // Given
        assertThat(application.model().version()).isEqualTo(version(1));
        send(recording("long", Site.AV));
        send(recording("short", Site.AV), recording("short", Site.MV));
        await(() -> answered(predictions) == 1);

        // When nothing shows that it is better than guessing
        assertThat(murmur("release", released.toString(), "--stage", "production")).isEqualTo(2);
        assertThat(said.toString()).contains("better than guessing", "--force");

        // When
        assertThat(murmur("release", released.toString(), "--stage", "production", "--force"))
            .isZero();
        await(() -> application.model().version().equals(version(2)));
        send(recording("later", Site.AV), recording("later", Site.MV));
        await(() -> answered(predictions) == 2);

        // When
        new ReleaseTopic(connection, topic(TopicCatalogue.MODELS)).publish(unreadable);
        await(
            () -> metrics(application).contains("murmur_model_loads_total{outcome=\"refused\"} 1"));
        send(recording("afterwards", Site.AV), recording("afterwards", Site.MV));
        await(() -> answered(predictions) == 3);

        // Then
        assertThat(application.model().version()).isEqualTo(version(2));
        assertThat(application.health().ready()).isTrue();
        assertThat(application.health().details())
            .anyMatch(line -> line.contains("refused") && line.contains("is damaged"));
        assertThat(metrics(application))
            .containsPattern("murmur_model_info\\{[^}]*version=\"" + version(2) + "\"");
        send(recording("over", Site.AV));
      }

      // When
      try (var application = start(own)) {
        assertThat(application.model().version()).isEqualTo(version(2));
        send(recording("long", Site.MV), recording("over", Site.MV));
        await(() -> answered(predictions) == 5);

        // When
        assertThat(murmur("release", "untrained@" + version(2), "--stage", "retired")).isZero();

        // Then
        await(() -> application.model().version().equals(version(1)));
      }
      Awaitility.await()
          .during(QUIET)
          .atMost(PATIENCE)
          .until(() -> predictions.poll(Duration.ZERO).isEmpty());
    }

    // Then
    assertThat(answers)
        .extracting(MurmurPrediction::getExamId, answer -> answer.getModel().getVersion())
        .containsExactlyInAnyOrder(
            tuple("short", version(1)),
            tuple("long", version(1)),
            tuple("later", version(2)),
            tuple("afterwards", version(2)),
            tuple("over", version(2)));
    assertThat(answers)
        .allMatch(answer -> answer.getRevision() == 1)
        .allMatch(answer -> answer.getStatus() == PredictionStatus.COMPLETE);
  }

  private Path saved(long seed) {
    Path folder = directory.resolve("bundle-" + seed);
    UntrainedBundle.create(seed).save(folder);
    return folder;
  }

  private static String version(long seed) {
    return UntrainedBundle.create(seed).identity().version();
  }

  private static Release release(Path folder) {
    ModelIdentity model = BundleManifest.read(folder).identity();
    return new Release(
        model.name(),
        model.version(),
        model.digest(),
        folder.toUri().toString(),
        Release.Stage.PRODUCTION,
        Map.of(),
        Instant.EPOCH);
  }

  /** Noise of three seconds, the only recording of its site. */
  private RecordingChunk recording(String exam, Site site) {
    var noise = new Random((exam + site).hashCode());
    var samples = new short[SAMPLES];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) noise.nextInt(1 << 14);
    }
    return Exams.exam("patient-" + exam, exam, Site.AV, Site.MV)
        .chunk(site, 0, 0, true, samples)
        .build();
  }

  private void send(RecordingChunk... chunks) throws Exception {
    var serializer = AvroSerdes.of(connection).value(RecordingChunk.class).serializer();
    try (var producer =
        new KafkaProducer<>(connection.kafka(), new StringSerializer(), serializer)) {
      for (RecordingChunk chunk : chunks) {
        producer
            .send(
                new ProducerRecord<>(topic(TopicCatalogue.RECORDINGS), chunk.getPatientId(), chunk))
            .get();
      }
    }
  }

  private int answered(PredictionReader predictions) {
    answers.addAll(predictions.poll(Duration.ZERO));
    return answers.size();
  }

  private Application start(Path bundle) {
    Map<String, String> values = new TreeMap<>();
    values.put("application.id", id);
    values.put("bootstrap.servers", connection.bootstrapServers());
    values.put("registry", connection.registryUrl());
    values.put("topic.recordings", topic(TopicCatalogue.RECORDINGS));
    values.put("topic.predictions", topic(TopicCatalogue.PREDICTIONS));
    values.put("topic.embeddings", topic(TopicCatalogue.EMBEDDINGS));
    values.put("topic.dead.letters", topic(TopicCatalogue.DEAD_LETTERS));
    values.put("topic.models", topic(TopicCatalogue.MODELS));
    values.put("bundle", bundle.toString());
    values.put("state.dir", directory.resolve("state").toString());
    values.put("health.address", "localhost");
    values.put("health.port", "0");
    values.put("torch.threads", "1");
    StreamSettings settings = StreamSettings.of(List.of(Source.flags(values)));
    return Application.start(settings);
  }

  private void createTopics() {
    Map<String, TopicSpec> specs = new TreeMap<>();
    for (TopicSpec spec : TopicCatalogue.all()) {
      specs.put(
          topic(spec), spec.equals(TopicCatalogue.MODELS) ? spec : SharedCluster.narrow(spec));
    }
    MissingTopics.create(connection, specs);
  }

  private String topic(TopicSpec spec) {
    return id + "-" + spec.name();
  }

  private int murmur(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(
        List.of(
            "--bootstrap-servers",
            connection.bootstrapServers(),
            "--registry",
            connection.registryUrl(),
            "--topic",
            topic(TopicCatalogue.MODELS),
            "--log-file",
            directory.resolve("log").toString()));
    return Murmur.commandLine()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(said, true))
        .execute(all.toArray(String[]::new));
  }

  private static String metrics(Application application) throws Exception {
    var request =
        HttpRequest.newBuilder(
            URI.create("http://localhost:%d/metrics".formatted(application.healthPort())));
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).until(condition);
  }
}
