package org.murmurstream.kafka;

import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.murmurstream.schemas.TopicSpec;

/**
 * A topic as a program uses it: the one place where its actual name meets its serdes.
 *
 * @param spec the topic in the catalogue
 * @param name what it is called here
 * @param key serde of the key
 * @param value serde of the value
 */
public record Topic<V>(TopicSpec spec, String name, Serde<String> key, Serde<V> value) {

  /**
   * The topic with its values as something else.
   *
   * @param written what a value looks like on the wire
   * @param read what it means; what it throws counts as a value that cannot be read
   */
  public <T> Topic<T> as(Function<T, V> written, Function<V, T> read) {
    Serializer<V> serializer = value.serializer();
    Deserializer<V> deserializer = value.deserializer();
    return new Topic<>(
        spec,
        name,
        key,
        Serdes.serdeFrom(
            (topic, data) -> serializer.serialize(topic, data == null ? null : written.apply(data)),
            (topic, bytes) -> {
              V data = deserializer.deserialize(topic, bytes);
              return data == null ? null : read.apply(data);
            }));
  }
}
