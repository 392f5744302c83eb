/**
 * How every program finds Kafka and the registry, reads compacted topics, and says what went wrong.
 */
package org.murmurstream.kafka;
