package org.murmurstream.kafka;

import org.apache.kafka.common.serialization.Serde;
import org.murmurstream.schemas.TopicSpec;

/**
 * A topic as a program uses it: the one place where its actual name meets its serdes.
 *
 * @param spec the topic in the catalogue
 * @param name what it is called here
 * @param key serde of the key
 * @param value serde of the value
 */
public record Topic<V>(TopicSpec spec, String name, Serde<String> key, Serde<V> value) {}
