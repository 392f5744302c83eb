package org.murmurstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.TopicCatalogue;

class LocalClusterIT {

  @TempDir private Path directory;

  @Test
  void shouldHaveEverythingBackAfterARestart() throws Exception {
    // Given
    Connection before;
    try (LocalCluster cluster = LocalCluster.start(directory)) {
      before = cluster.connection();
      write(before, Chunks.chunk());
    }

    // When
    try (LocalCluster cluster = LocalCluster.start(directory)) {

      // Then
      assertThat(cluster.connection()).isEqualTo(before);
      assertThat(readAll(cluster.connection())).containsExactly(Chunks.chunk());
    }
  }

  private static void write(Connection connection, RecordingChunk chunk) throws Exception {
    Topic<RecordingChunk> topic = topic(connection);
    try (var producer =
        new KafkaProducer<>(
            connection.kafka(), topic.key().serializer(), topic.value().serializer())) {
      producer.send(new ProducerRecord<>(topic.name(), 0, chunk.getPatientId(), chunk)).get();
    }
  }

  private static List<RecordingChunk> readAll(Connection connection) {
    Topic<RecordingChunk> topic = topic(connection);
    Map<String, Object> config = new HashMap<>(connection.kafka());
    config.put("auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(config, topic.key().deserializer(), topic.value().deserializer())) {
      TopicPartition partition = new TopicPartition(topic.name(), 0);
      consumer.assign(List.of(partition));
      List<RecordingChunk> found = new ArrayList<>();
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, RecordingChunk> record : consumer.poll(Duration.ofSeconds(1))) {
          found.add(record.value());
        }
      }
      return found;
    }
  }

  private static Topic<RecordingChunk> topic(Connection connection) {
    return AvroSerdes.of(connection).topic(TopicCatalogue.RECORDINGS, RecordingChunk.class);
  }
}
