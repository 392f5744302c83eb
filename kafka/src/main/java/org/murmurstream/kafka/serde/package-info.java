/** Confluent's serde, held to our types; the only place that knows where it comes from. */
package org.murmurstream.kafka.serde;
