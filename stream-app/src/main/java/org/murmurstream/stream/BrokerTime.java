package org.murmurstream.stream;

import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The record's time. Where it is the broker's it is taken as it is, for it says when a chunk came,
 * whatever this machine's clock says. Where it is a device's it is never one that lies in the
 * future or before the epoch: a device's clock must not stamp our changelogs with a year the broker
 * refuses, nor stop the application.
 */
final class BrokerTime implements TimestampExtractor {

  private final Clock clock;

  BrokerTime(Clock clock) {
    this.clock = clock;
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    if (record.timestampType() == TimestampType.LOG_APPEND_TIME && record.timestamp() >= 0) {
      return record.timestamp();
    }
    long now = clock.millis();
    return record.timestamp() < 0 ? now : Math.min(record.timestamp(), now);
  }
}
