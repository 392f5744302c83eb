/**
 * The domain as it travels: the one mapping between it and what Avro generated, and what is judged
 * of a record by itself.
 */
package org.murmurstream.kafka.wire;
