package org.murmurstream.integration.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.murmurstream.cli.main.Murmur;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.local.broker.MissingTopics;
import org.murmurstream.schemas.ModelIdentity;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Provenance;
import org.murmurstream.schemas.TopicCatalogue;

/** {@code murmur predictions} on predictions that were written by hand. */
@ExtendWith(SharedCluster.class)
class PredictionsCommandIT {

  private final String topic = "predictions-" + UUID.randomUUID();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Connection cluster;

  /** A moment after which two of four were published. */
  private Instant between;

  @BeforeEach
  void publish(Connection shared) throws Exception {
    cluster = shared;
    MissingTopics.create(cluster, Map.of(topic, TopicCatalogue.PREDICTIONS));
    try (var producer =
        new KafkaProducer<>(
            cluster.kafka(),
            new StringSerializer(),
            AvroSerdes.of(cluster).value(MurmurPrediction.class).serializer())) {
      send(producer, answer("revised", 1));
      long last = send(producer, answer("first", 1));
      between = Instant.ofEpochMilli(last + 1);
      Awaitility.await().until(() -> System.currentTimeMillis() > last);
      send(producer, answer("revised", 2));
      send(producer, answer("second", 1));
    }
  }

  @Test
  void shouldPrintOfEachExamTheAnswerThatHolds() {
    // When
    int status = predictions("--latest", "--json");

    // Then
    assertThat(status).isZero();
    assertThat(out.toString().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("\"revised\"") && line.contains("\"revision\": 2"))
        .noneMatch(line -> line.contains("\"revised\"") && line.contains("\"revision\": 1"));
  }

  @Test
  void shouldPrintWhatWasPublishedSinceAMoment() {
    // When
    int status = predictions("--from", between.toString(), "--count", "2", "--json");

    // Then
    assertThat(status).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("\"revised\"") && line.contains("\"revision\": 2"))
        .anyMatch(line -> line.contains("\"second\""));
  }

  @Test
  void shouldSayThatNothingWasPublishedSince() {
    // When
    int status = predictions("--from", between.plus(1, ChronoUnit.DAYS).toString(), "--latest");

    // Then
    assertThat(status).isZero();
    assertThat(err.toString()).contains("murmur: there are none");
  }

  @Test
  void shouldNameTheRegistryThatDoesNotAnswer() {
    // When
    int status = predictions("--latest", "--registry", "http://127.0.0.1:1");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("http://127.0.0.1:1", "--registry");
    assertThat(out.toString()).isEmpty();
  }

  private int predictions(String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "predictions",
                "--topic",
                topic,
                "--bootstrap-servers",
                cluster.bootstrapServers()));
    words.addAll(List.of(options));
    if (!words.contains("--registry")) {
      words.addAll(List.of("--registry", cluster.registryUrl()));
    }
    return Murmur.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words.toArray(String[]::new));
  }

  /** When the broker took it, in milliseconds since the epoch. */
  private long send(KafkaProducer<String, MurmurPrediction> producer, MurmurPrediction prediction)
      throws Exception {
    return producer
        .send(new ProducerRecord<>(topic, prediction.getPatientId(), prediction))
        .get()
        .timestamp();
  }

  private static MurmurPrediction answer(String exam, int revision) {
    Instant at = Instant.EPOCH;
    return MurmurPrediction.newBuilder()
        .setExamId(exam)
        .setPatientId("patient of " + exam)
        .setRevision(revision)
        .setStatus(PredictionStatus.INSUFFICIENT)
        .setSites(List.of())
        .setReasons(List.of())
        .setLimits(List.of())
        .setModel(new ModelIdentity("heart", "0", "0".repeat(64), false))
        .setProvenance(new Provenance("recordings", 0, 0L, 1L, "0".repeat(64)))
        .setFirstChunkAt(at)
        .setLastChunkAt(at)
        .setDecidedAt(at)
        .build();
  }
}
