package org.murmurstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.schemas.ModelRelease;
import org.murmurstream.schemas.ReleaseStage;
import org.murmurstream.schemas.TopicCatalogue;

class CompactedTopicTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final TopicPartition AT = new TopicPartition("models", 0);

  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
  private final Serde<ModelRelease> serde = AvroSerdes.inMemory().value(ModelRelease.class);
  private long next;
  private boolean registryIsAway;

  private final CompactedTopic<ModelRelease> topic = open();

  @Test
  void shouldKeepTheLatestOfEachKeyInTheOrderOfWriting() {
    // Given
    write("heart@1", release("1", ReleaseStage.PRODUCTION));
    write("heart@2", release("2", ReleaseStage.PRODUCTION));
    write("heart@1", release("1", ReleaseStage.RETIRED));

    // When
    topic.readToEnd(PATIENCE);

    // Then
    assertThat(topic.latest())
        .containsExactly(release("2", ReleaseStage.PRODUCTION), release("1", ReleaseStage.RETIRED));
  }

  @Test
  void shouldForgetWhatWasDeleted() {
    // Given
    write("heart@1", release("1", ReleaseStage.PRODUCTION));
    topic.readToEnd(PATIENCE);

    // When
    writeRaw("heart@1", null);

    // Then
    assertThat(topic.poll(Duration.ZERO)).isTrue();
    assertThat(topic.latest()).isEmpty();
    assertThat(topic.poll(Duration.ZERO)).as("nothing new").isFalse();
  }

  @Test
  void shouldSkipWhatNobodyCanRead() {
    // Given
    write("heart@1", release("1", ReleaseStage.PRODUCTION));
    writeRaw("heart@1", new byte[] {1, 2, 3});
    writeRaw(null, new byte[] {});
    write("heart@2", release("2", ReleaseStage.STAGING));

    // When
    topic.readToEnd(PATIENCE);

    // Then
    assertThat(topic.latest())
        .containsExactly(release("1", ReleaseStage.PRODUCTION), release("2", ReleaseStage.STAGING));
  }

  @Test
  void shouldGoOnWhereItWasWhenTheRegistryIsBack() {
    // Given
    write("heart@1", release("1", ReleaseStage.PRODUCTION));
    write("heart@2", release("2", ReleaseStage.PRODUCTION));
    registryIsAway = true;
    assertThatThrownBy(() -> topic.readToEnd(PATIENCE)).isInstanceOf(DisconnectException.class);

    // When
    registryIsAway = false;
    topic.readToEnd(PATIENCE);

    // Then
    assertThat(topic.latest()).hasSize(2);
  }

  private CompactedTopic<ModelRelease> open() {
    consumer.assign(List.of(AT));
    consumer.updateBeginningOffsets(Map.of(AT, 0L));
    consumer.updateEndOffsets(Map.of(AT, 0L));
    Serde<ModelRelease> fickle =
        Serdes.serdeFrom(
            serde.serializer(),
            (name, bytes) -> {
              if (registryIsAway) {
                throw new DisconnectException("away");
              }
              return serde.deserializer().deserialize(name, bytes);
            });
    return new CompactedTopic<>(
        new Topic<>(TopicCatalogue.MODELS, "models", Serdes.String(), fickle),
        consumer,
        List.of(AT));
  }

  private void write(String key, ModelRelease release) {
    writeRaw(key, serde.serializer().serialize("models", release));
  }

  private void writeRaw(String key, byte[] value) {
    consumer.addRecord(new ConsumerRecord<>(AT.topic(), AT.partition(), next++, key, value));
    consumer.updateEndOffsets(Map.of(AT, next));
  }

  private static ModelRelease release(String version, ReleaseStage stage) {
    return ModelRelease.newBuilder()
        .setName("heart")
        .setVersion(version)
        .setDigest(version.repeat(64))
        .setLocation("/models/heart-" + version)
        .setStage(stage)
        .setMetrics(Map.of())
        .setReleasedAt(Instant.EPOCH)
        .build();
  }
}
