/**
 * Listens and decides: from samples to spectrograms, from these to columns by an encoder, and on to
 * evidence and verdicts. Knows PyTorch through DJL, and neither Kafka nor Avro.
 */
package org.murmurstream.model;
