package org.murmurstream.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Abridges what a consumer has read, before it waits for its stream thread. Until then the records
 * of one poll are in memory whole, so {@code max.poll.records} is small.
 */
public final class AbridgingInterceptor implements ConsumerInterceptor<byte[], byte[]> {

  /** Property of the consumer that holds its {@link Abridger}. */
  public static final String ABRIDGER = "murmur.abridger";

  private Abridger abridger;

  @Override
  public void configure(Map<String, ?> config) {
    abridger = (Abridger) config.get(ABRIDGER);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> abridged = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      abridged.put(partition, records.records(partition).stream().map(abridger::abridged).toList());
    }
    return new ConsumerRecords<>(abridged, records.nextOffsets());
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    // of no interest
  }

  @Override
  public void close() {
    // it holds nothing
  }
}
