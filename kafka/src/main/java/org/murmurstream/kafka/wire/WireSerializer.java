package org.murmurstream.kafka.wire;

import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes what the domain calls a D as the A it travels as.
 *
 * @param <D> of the domain
 * @param <A> of the wire
 */
public final class WireSerializer<D, A> implements Serializer<D> {

  private final Function<D, A> wire;
  private final Serializer<A> serializer;

  /**
   * Makes a serializer.
   *
   * @param wire never gets null
   * @param serializer is closed with this one
   */
  public WireSerializer(Function<D, A> wire, Serializer<A> serializer) {
    this.wire = wire;
    this.serializer = serializer;
  }

  @Override
  public byte[] serialize(String topic, D value) {
    return serializer.serialize(topic, value == null ? null : wire.apply(value));
  }

  @Override
  public byte[] serialize(String topic, Headers headers, D value) {
    return serializer.serialize(topic, headers, value == null ? null : wire.apply(value));
  }

  @Override
  public void close() {
    serializer.close();
  }
}
