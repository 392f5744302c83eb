package org.murmurstream.kafka.topics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a first start from lost data. The topology's source has the reset policy {@code none}:
 * where a position was committed and its records are gone, the application fails and says so.
 * Partitions that were never read have no position yet and would fail likewise, so before the first
 * start they are set to their earliest record.
 */
public final class StartingOffsets {

  private static final Logger LOG = LoggerFactory.getLogger(StartingOffsets.class);

  private StartingOffsets() {}

  /**
   * Sets the position of every partition of a topic that the application has never read; call it
   * before the application starts.
   *
   * @throws ExecutionException if the broker refuses
   */
  public static void prepare(Admin admin, String applicationId, String topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> known =
        admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, OffsetSpec> neverRead = new HashMap<>();
    admin
        .describeTopics(List.of(topic))
        .topicNameValues()
        .get(topic)
        .get()
        .partitions()
        .forEach(
            partition -> {
              TopicPartition at = new TopicPartition(topic, partition.partition());
              if (known.get(at) == null) {
                neverRead.put(at, OffsetSpec.earliest());
              }
            });
    if (neverRead.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> earliest :
        admin.listOffsets(neverRead).all().get().entrySet()) {
      start.put(earliest.getKey(), new OffsetAndMetadata(earliest.getValue().offset()));
    }
    admin.alterConsumerGroupOffsets(applicationId, start).all().get();
    LOG.atInfo().addKeyValue("partitions", start.size()).log("starting from the earliest record");
  }
}
