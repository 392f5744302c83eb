package org.murmurstream.integration.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.assertj.core.util.DoubleComparator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.predictions.PredictionReader;
import org.murmurstream.local.LocalCluster;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.runtime.Application;

/**
 * The application takes over from an earlier build, in the middle of exams: what lies on the
 * brokers' disks and on its own was written by that build.
 */
class StoreTakeoverIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** Processors round differently; probabilities and decibels differ by some millionths. */
  private static final double TOLERANCE = 1e-4;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  /** The stores' directory: as an orderly stop left it, as a kill left it, or none. */
  private enum Disk {
    STOPPED(RecordedDeployment.STATE_STOPPED),
    KILLED(RecordedDeployment.STATE_KILLED),
    LOST("state-of-another-disk");

    private final String state;

    Disk(String state) {
      this.state = state;
    }
  }

  @ParameterizedTest
  @CsvSource({"COMMITTEE,        KILLED", "COMMITTEE,        LOST", "SITE_TRANSFORMER, STOPPED"})
  void shouldAnswerEveryExamOnceAndAsBeforeWhenItTakesOverFromAnEarlierBuild(
      RecordedDeployment deployment, Disk disk) throws Exception {
    // Given
    List<Map<String, Object>> expected =
        deployment.answers().stream().map(StoreTakeoverIT::withoutTimesAndOffsets).toList();
    deployment.unpackInto(directory);
    List<MurmurPrediction> answers = new ArrayList<>();
    try (var cluster = LocalCluster.start(directory.resolve(RecordedDeployment.CLUSTER));
        var predictions = PredictionReader.open(cluster.connection(), "murmur-predictions")) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> answers.addAll(predictions.poll(Duration.ZERO)) && answers.size() == 2);
      send(cluster.connection(), RecordedDeployment.remaining(directory));

      // When
      try (var application =
          start(deployment, cluster.connection(), directory.resolve(disk.state))) {
        Awaitility.await()
            .atMost(PATIENCE)
            .failFast("the application has ended", () -> !application.health().alive())
            .untilAsserted(
                () -> {
                  answers.addAll(predictions.poll(Duration.ZERO));
                  assertThat(answers)
                      .extracting(MurmurPrediction::getExamId)
                      .hasSizeGreaterThanOrEqualTo(expected.size());
                });
        Awaitility.await()
            .during(QUIET)
            .atMost(PATIENCE)
            .until(() -> !answers.addAll(predictions.poll(Duration.ZERO)));

        // Then
        assertThat(application.health().ready()).isTrue();
        assertThat(deadLetters(cluster.connection())).isZero();
      }
    }

    // Then
    assertThat(answers.stream().map(StoreTakeoverIT::withoutTimesAndOffsets))
        .usingRecursiveFieldByFieldElementComparator(
            RecursiveComparisonConfiguration.builder()
                .withComparatorForType(new DoubleComparator(TOLERANCE), Double.class)
                .build())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Application start(
      RecordedDeployment deployment, Connection connection, Path state) {
    Map<String, String> values = new TreeMap<>(deployment.configuration());
    values.put("bootstrap.servers", connection.bootstrapServers());
    values.put("registry", connection.registryUrl());
    values.put("state.dir", state.toString());
    StreamSettings settings = StreamSettings.of(List.of(Source.flags(values)));
    return Application.start(settings);
  }

  private static void send(Connection connection, List<Upload> uploads) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            connection.kafka(), new StringSerializer(), new ByteArraySerializer())) {
      for (Upload upload : uploads) {
        producer.send(new ProducerRecord<>("recordings", upload.patientId(), upload.chunk())).get();
      }
    }
  }

  private static long deadLetters(Connection connection) {
    try (var consumer =
        new KafkaConsumer<>(
            connection.kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor("recordings-dlq").stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private static Map<String, Object> withoutTimesAndOffsets(MurmurPrediction prediction) {
    try {
      return withoutTimesAndOffsets(JSON.readTree(prediction.toString()));
    } catch (JsonProcessingException e) {
      throw new AssertionError("a prediction is not JSON", e);
    }
  }

  private static Map<String, Object> withoutTimesAndOffsets(JsonNode prediction) {
    ObjectNode lasting = prediction.deepCopy();
    lasting.remove(List.of("firstChunkAt", "lastChunkAt", "decidedAt"));
    lasting.withObject("provenance").remove(List.of("firstOffset", "lastOffset"));
    // What the earlier build did not say.
    lasting.remove(List.of("explanation", "ruling", "limits"));
    lasting.withArray("reasons").forEach(reason -> ((ObjectNode) reason).remove("figures"));
    return JSON.convertValue(lasting, new TypeReference<Map<String, Object>>() {});
  }
}
