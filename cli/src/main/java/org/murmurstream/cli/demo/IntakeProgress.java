package org.murmurstream.cli.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.murmurstream.kafka.Connection;
import org.murmurstream.schemas.TopicCatalogue;

/** How far the application has taken in what lies on the topic of recordings. */
final class IntakeProgress implements AutoCloseable {

  private final Admin admin;
  private final String applicationId;

  IntakeProgress(Connection connection, String applicationId) {
    this.admin = Admin.create(connection.kafka());
    this.applicationId = applicationId;
  }

  /** Whether every record has been processed and that committed. */
  boolean isComplete() throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata().get();
      var ends = new HashMap<TopicPartition, OffsetSpec>();
      for (int n = 0; n < TopicCatalogue.RECORDINGS.partitions(); n++) {
        ends.put(new TopicPartition(TopicCatalogue.RECORDINGS.name(), n), OffsetSpec.latest());
      }
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
          admin.listOffsets(ends).all().get().entrySet()) {
        OffsetAndMetadata at = committed.get(end.getKey());
        if (end.getValue().offset() > (at == null ? 0 : at.offset())) {
          return false;
        }
      }
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not tell its offsets", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
