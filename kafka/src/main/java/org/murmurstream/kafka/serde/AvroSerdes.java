package org.murmurstream.kafka.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.Topic;
import org.murmurstream.schemas.AvroHardening;
import org.murmurstream.schemas.TopicSpec;

/**
 * Serdes for the values of our topics: Confluent's own, with Confluent's wire format (a zero byte,
 * the schema's id as four bytes, Avro binary), subjects ({@code <topic>-value}) and configuration
 * keys.
 *
 * <p>The serdes reach the registry when they meet a schema or an id for the first time, and keep
 * what they learn. What they throw, {@link SerdeFault} sorts.
 */
public final class AvroSerdes {

  private final Map<String, ?> config;

  /**
   * @param config Confluent's serde configuration; {@code schema.registry.url} is required
   */
  public AvroSerdes(Map<String, ?> config) {
    AvroHardening.apply();
    RegistryAnswers.tolerateNewFields();
    Map<String, Object> specific = new HashMap<>(config);
    specific.put("specific.avro.reader", true);
    this.config = Map.copyOf(specific);
  }

  public static AvroSerdes of(Connection connection) {
    return new AvroSerdes(connection.serde());
  }

  /**
   * Serdes that share a registry of their own in memory, for tests without a network. Another call
   * gives another registry.
   */
  public static AvroSerdes inMemory() {
    return new AvroSerdes(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()));
  }

  /**
   * The serde of one record type. Its deserializer reads every version that resolves to the type as
   * this build knows it, and throws on anything else.
   */
  public <T extends SpecificRecord> Serde<T> value(Class<T> type) {
    KafkaAvroSerializer serializer = new PreparedSerializer();
    serializer.configure(config, false);
    KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
    deserializer.configure(config, false);
    return Serdes.serdeFrom(narrow(serializer), new AvroDeserializer<>(deserializer, type));
  }

  /**
   * The schemas that records of a topic were written with; look-ups begin when asked for.
   *
   * @param timeout how long one answer of the registry is waited for
   * @param refused how long it is remembered that an id names no schema
   */
  public WriterSchemas writerSchemas(String topic, Duration timeout, Duration refused) {
    return new WriterSchemas(config, topic + "-value", timeout, refused);
  }

  /**
   * Has the schema of a topic's values registered, or looked up, so that writing to it needs the
   * registry no more. Waits for the registry.
   *
   * @throws SerializationException if the registry does not answer, or refuses
   */
  public static void prepare(Topic<?> topic) {
    if (topic.value().serializer() instanceof PreparedSerializer serializer) {
      serializer.prepare(topic.name(), topic.spec().value().orElseThrow());
    }
  }

  /** The topic under the name its catalogue gives. */
  public <T extends SpecificRecord> Topic<T> topic(TopicSpec spec, Class<T> type) {
    return topic(spec, spec.name(), type);
  }

  /**
   * The topic under another name.
   *
   * @throws IllegalArgumentException if the catalogue states another type of value for this topic
   */
  public <T extends SpecificRecord> Topic<T> topic(TopicSpec spec, String name, Class<T> type) {
    if (!spec.value().equals(Optional.of(SpecificData.get().getSchema(type)))) {
      throw new IllegalArgumentException(spec.name() + " does not hold " + type.getSimpleName());
    }
    return new Topic<>(spec, name, Serdes.String(), value(type));
  }

  /** What writes any object writes a T. */
  @SuppressWarnings("unchecked")
  private static <T> Serializer<T> narrow(Serializer<? super T> serializer) {
    return (Serializer<T>) serializer;
  }

  /** Confluent's serializer, which can be asked for the schema's id before there is a value. */
  private static final class PreparedSerializer extends KafkaAvroSerializer {

    void prepare(String topic, Schema schema) {
      try {
        String subject = getSubjectName(topic, false, null, schema);
        if (autoRegisterSchema) {
          schemaRegistry.register(subject, schema);
        } else {
          schemaRegistry.getId(subject, schema);
        }
      } catch (IOException | RestClientException e) {
        throw new SerializationException("The schema of topic " + topic + " has no id", e);
      }
    }
  }
}
