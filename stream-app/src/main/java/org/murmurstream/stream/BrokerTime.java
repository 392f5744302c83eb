package org.murmurstream.stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The record's time, but never one that lies in the future or before the epoch: a device's clock
 * must not stamp our changelogs with a year the broker refuses, nor stop the application.
 */
final class BrokerTime implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    long now = System.currentTimeMillis();
    return record.timestamp() < 0 ? now : Math.min(record.timestamp(), now);
  }
}
