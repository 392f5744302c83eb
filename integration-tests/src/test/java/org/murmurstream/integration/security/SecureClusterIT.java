package org.murmurstream.integration.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.schemas.Site.PV;
import static org.murmurstream.schemas.Site.TV;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.predictions.PredictionReader;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.topics.TopicAdmin;
import org.murmurstream.kafka.topics.Topics;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.runtime.Application;
import org.murmurstream.stream.runtime.Surroundings;
import org.murmurstream.stream.testing.Exams;
import org.murmurstream.stream.testing.StubEar;

/** TLS, SASL/SCRAM and ACLs for real, with the rights that docs/security.md lists. */
class SecureClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static SecureCluster cluster;

  @TempDir private Path stateDirectory;

  @BeforeAll
  static void start() throws Exception {
    cluster = new SecureCluster(directory);
    for (String role : List.of("device", "subscriber", "application", "releaser")) {
      cluster.user(role, Rights.of(role));
    }
    cluster.user("stranger", List.of());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void shouldAnswerAnExamWithTheRightsDocumented() throws Exception {
    // Given
    String exam = UUID.randomUUID().toString();
    StreamSettings settings = settings(cluster.as("application"));
    Surroundings.require(settings);
    try (var application = Application.start(settings, List.of(StubEar::new))) {
      // When
      for (RecordingChunk chunk : Exams.exam("p", exam).with(AV, PV, TV, MV).chunks()) {
        send(cluster.as("device"), "recordings", chunk);
      }

      // Then
      try (var reader = PredictionReader.open(cluster.as("subscriber"), "murmur-predictions")) {
        await()
            .atMost(PATIENCE)
            .failFast(() -> !application.health().alive())
            .until(
                () ->
                    reader.poll(Duration.ofMillis(200)).stream()
                        .map(MurmurPrediction::getExamId)
                        .anyMatch(exam::equals));
      }
      assertThat(application.stop()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"murmur-predictions", "site-embeddings", "recordings-dlq", "models", "diagnoses"})
  void shouldLetADeviceWriteNothingButRecordings(String topic) {
    assertThatThrownBy(() -> send(cluster.as("device"), topic, chunk()))
        .hasRootCauseInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void shouldNotLetASubscriberWrite() {
    assertThatThrownBy(() -> send(cluster.as("subscriber"), "recordings", chunk()))
        .hasRootCauseInstanceOf(TopicAuthorizationException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "device, murmur-predictions",
    "stranger, murmur-predictions",
    "subscriber, recordings",
    "application, murmur-predictions"
  })
  void shouldSayWhatToGrantToWhoMayNotRead(String user, String topic) {
    assertThatThrownBy(
            () -> {
              try (var reader = PredictionReader.open(cluster.as(user), topic)) {
                reader.poll(Duration.ofSeconds(10));
              }
            })
        .isInstanceOf(UserException.class)
        .hasMessageContaining("topic " + topic)
        .hasMessageContaining("Read")
        .hasMessageContaining("docs/security.md");
  }

  @Test
  void shouldSayWhoMayNotCreateTopics() {
    try (var admin = new TopicAdmin(cluster.as("device"), PATIENCE)) {
      assertThatThrownBy(
              () ->
                  admin.create(
                      Map.of("diagnoses-2", TopicAdmin.catalogue().get("diagnoses")),
                      java.util.Optional.empty()))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("Create");
    }
  }

  @Test
  void shouldRefuseAWrongPasswordAndNotRepeatIt() {
    assertRefused(
        cluster.as("device", "wrong-passw0rd", trusted()), "sasl.jaas.config", "wrong-passw0rd");
  }

  @Test
  void shouldRefuseAUserWhomNobodyKnows() {
    assertRefused(
        cluster.as("nobody", "some-passw0rd", trusted()), "sasl.jaas.config", "some-passw0rd");
  }

  @Test
  void shouldRefuseABrokerWhoseCertificateIsNotTrusted() {
    // Given
    var others = new Certificates(directory);
    Path stranger = others.trustStore(others.keyStore("stranger", "dns:localhost"), "stranger");

    // Then
    assertRefused(
        cluster.as("device", SecureCluster.password("device"), stranger),
        "ssl.truststore.location",
        Certificates.PASSWORD);
  }

  @Test
  void shouldNotRepeatASecretThatIsMalformed() {
    // Given
    Connection right = cluster.as("device");
    Map<String, String> properties = new HashMap<>(right.properties());
    properties.put("sasl.jaas.config", "ScramLoginModule username=\"u\" password=\"s3cret");

    // Then
    assertThatThrownBy(
            () -> {
              try (var admin =
                  new TopicAdmin(
                      new Connection(right.bootstrapServers(), right.registryUrl(), properties),
                      PATIENCE)) {
                admin.names();
              }
            })
        .isInstanceOf(UserException.class)
        .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("s3cret"));
  }

  /** Each without its row of the table. */
  @ParameterizedTest
  @CsvSource({
    "recordings, READ, Read",
    "recordings-dlq, DESCRIBE_CONFIGS, DescribeConfigs",
    "murmur-stream, READ, group murmur-stream"
  })
  void shouldNotStartWithoutARight(String resource, AclOperation operation, String named)
      throws Exception {
    // Given
    String user = "application";
    AclBinding right =
        Rights.of(user).stream()
            .filter(binding -> binding.pattern().name().equals(resource))
            .filter(binding -> binding.entry().operation() == operation)
            .findFirst()
            .orElseThrow();
    cluster.revoke(right);
    try {
      // Then
      assertThatThrownBy(
              () -> {
                StreamSettings settings = settings(cluster.as(user));
                Surroundings.require(settings);
                try (var application = Application.start(settings, List.of(StubEar::new))) {
                  application.awaitEnd();
                }
              })
          .hasMessageContaining(named)
          .hasMessageContaining("docs/security.md");
    } finally {
      cluster.user(user, Set.of(right));
    }
  }

  private static void assertRefused(Connection connection, String lookAt, String secret) {
    assertThatThrownBy(
            () -> {
              try (var admin = new TopicAdmin(connection, PATIENCE)) {
                admin.names();
              }
            })
        .isInstanceOf(UserException.class)
        .hasMessageContaining(lookAt)
        .satisfies(
            thrown -> {
              for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain(secret);
              }
            });
  }

  private static Path trusted() {
    return Path.of(cluster.as("device").properties().get("ssl.truststore.location"));
  }

  private static RecordingChunk chunk() {
    return Exams.exam("p", "e").with(AV).chunks().get(0);
  }

  private static void send(Connection connection, String topic, RecordingChunk chunk)
      throws InterruptedException, ExecutionException {
    Topics topics = Topics.of(AvroSerdes.of(new Connection("", cluster.registry())));
    Map<String, Object> config = connection.kafka();
    config.put("max.block.ms", 20_000);
    try (var producer =
        new KafkaProducer<>(
            config, new StringSerializer(), topics.recordings().value().serializer())) {
      // The schema is registered under the topic that may be written, whatever is tried.
      byte[] bytes = topics.recordings().value().serializer().serialize("recordings", chunk);
      assertThat(bytes).isNotEmpty();
      producer.send(new ProducerRecord<>(topic, chunk.getPatientId(), chunk)).get();
    }
  }

  private StreamSettings settings(Connection connection) {
    Map<String, String> values = new TreeMap<>();
    values.put("bootstrap.servers", connection.bootstrapServers());
    values.put("registry", connection.registryUrl());
    values.put("state.dir", stateDirectory.toString());
    values.put("health.port", "0");
    values.put("stop.timeout", "20s");
    connection.properties().forEach((name, value) -> values.put("kafka." + name, value));
    return StreamSettings.of(List.of(Source.flags(values)));
  }
}
