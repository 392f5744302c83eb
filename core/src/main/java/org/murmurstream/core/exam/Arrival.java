package org.murmurstream.core.exam;

/**
 * When and where a chunk was read.
 *
 * @param now our own clock, in milliseconds since the epoch; drives deadlines
 * @param brokerTime time of the record, in milliseconds since the epoch; data only
 * @param partition partition of the topic
 * @param offset offset within it
 */
public record Arrival(long now, long brokerTime, int partition, long offset) {}
