package org.murmurstream.local.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The compacted topic {@code _schemas}, in the records Confluent's registry writes. This registry
 * is its only writer.
 */
final class SchemasTopic implements Journal, AutoCloseable {

  static final String NAME = "_schemas";

  private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Object> kafka;
  private final KafkaProducer<String, String> producer;

  SchemasTopic(Map<String, Object> kafka) {
    this.kafka = Map.copyOf(kafka);
    Map<String, Object> config = new HashMap<>(kafka);
    config.put("client.id", "murmur-registry");
    config.put("delivery.timeout.ms", 15_000);
    config.put("request.timeout.ms", 5_000);
    config.put("max.block.ms", 15_000L);
    producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  /** Gives everything the topic holds to a store, in the order it was written. */
  void replayInto(SchemaStore store) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put("client.id", "murmur-registry");
    config.put("allow.auto.create.topics", false);
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
      while (consumer.position(PARTITION) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          replay(record, store);
        }
      }
    }
  }

  private static void replay(ConsumerRecord<String, String> record, SchemaStore store) {
    JsonNode key = read(record.key());
    JsonNode value = record.value() == null ? null : read(record.value());
    switch (key.path("keytype").asText()) {
      case "SCHEMA" -> {
        String subject = key.path("subject").asText();
        int version = key.path("version").asInt();
        if (value == null) {
          store.forget(subject, version);
        } else {
          store.restore(
              new SchemaVersion(
                  subject,
                  version,
                  value.path("id").asInt(),
                  value.path("schema").asText(),
                  value.path("deleted").asBoolean()));
        }
      }
      case "CONFIG" ->
          store.restoreLevel(
              Optional.ofNullable(key.path("subject").textValue()),
              Optional.ofNullable(value)
                  .map(config -> config.path("compatibilityLevel").asText())
                  .map(Compatibility::valueOf));
      default -> {
        // Confluent's registry writes more kinds, none of which this one needs.
      }
    }
  }

  @Override
  public void put(SchemaVersion version) {
    ObjectNode value =
        JSON.createObjectNode()
            .put("subject", version.subject())
            .put("version", version.version())
            .put("id", version.id())
            .put("schema", version.schema())
            .put("deleted", version.deleted());
    write(schemaKey(version.subject(), version.version()), value);
  }

  @Override
  public void remove(String subject, int version) {
    write(schemaKey(subject, version), null);
  }

  @Override
  public void level(Optional<String> subject, Optional<Compatibility> level) {
    ObjectNode key =
        JSON.createObjectNode()
            .put("keytype", "CONFIG")
            .put("subject", subject.orElse(null))
            .put("magic", 0);
    write(
        key,
        level
            .map(value -> JSON.createObjectNode().put("compatibilityLevel", value.name()))
            .orElse(null));
  }

  @Override
  public void close() {
    producer.close();
  }

  private static ObjectNode schemaKey(String subject, int version) {
    return JSON.createObjectNode()
        .put("keytype", "SCHEMA")
        .put("subject", subject)
        .put("version", version)
        .put("magic", 1);
  }

  private void write(JsonNode key, JsonNode value) {
    String text = value == null ? null : value.toString();
    try {
      producer.send(new ProducerRecord<>(NAME, PARTITION.partition(), key.toString(), text)).get();
    } catch (ExecutionException e) {
      throw new KafkaException("Cannot write to " + NAME, e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new KafkaException(NAME + " holds a record that is not a registry's", e);
    }
  }
}
