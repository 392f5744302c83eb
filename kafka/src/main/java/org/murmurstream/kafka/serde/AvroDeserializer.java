package org.murmurstream.kafka.serde;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Confluent's deserializer, held to one type: whatever the writer says, a T comes out or nothing.
 */
final class AvroDeserializer<T> implements Deserializer<T> {

  /** A zero byte and the schema's id. */
  private static final int HEADER_BYTES = 5;

  private final KafkaAvroDeserializer delegate;
  private final Class<T> type;
  private final Schema readerSchema;

  AvroDeserializer(KafkaAvroDeserializer delegate, Class<T> type) {
    this.delegate = delegate;
    this.type = type;
    this.readerSchema = SpecificData.get().getSchema(type);
  }

  @Override
  public T deserialize(String topic, byte[] data) {
    if (data == null) {
      return null;
    }
    if (data.length < HEADER_BYTES || data[0] != 0) {
      throw new SerializationException(
          "Not framed by a zero byte and a schema id: %d bytes beginning with 0x%s"
              .formatted(data.length, HexFormat.of().formatHex(data, 0, Math.min(1, data.length))));
    }
    Object value;
    try {
      // With our schema as the reader's, a writer's record name never chooses the class.
      value = delegate.deserialize(topic, data, readerSchema);
    } catch (StackOverflowError e) {
      throw new SerializationException("Nested too deeply", e);
    }
    if (!type.isInstance(value)) {
      throw new SerializationException("Does not resolve to " + type.getSimpleName());
    }
    return type.cast(value);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
