package org.murmurstream.proof.rig.deployment;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.murmurstream.kafka.Connection;

/** How far reading is behind. */
public final class Lag implements AutoCloseable {

  private final Admin admin;
  private final String group;
  private final String topic;

  private Lag(Admin admin, String group, String topic) {
    this.admin = admin;
    this.group = group;
    this.topic = topic;
  }

  /** That of a group behind a topic. */
  public static Lag of(Connection connection, String group, String topic) {
    return new Lag(Admin.create(connection.kafka()), group, topic);
  }

  /** Records that the group has not committed yet; nothing to read counts for 0. */
  public long records() throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, OffsetSpec> ends =
        committed.keySet().stream()
            .filter(at -> at.topic().equals(topic))
            .collect(Collectors.toMap(at -> at, at -> OffsetSpec.latest()));
    return admin.listOffsets(ends).all().get().entrySet().stream()
        .mapToLong(end -> end.getValue().offset() - committed.get(end.getKey()).offset())
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }
}
