package org.murmurstream.proof.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.Place;

/** Whether the application has read everything, and committed what it wrote. */
final class Quiet {

  private final Admin admin;
  private final VerifierSettings settings;

  Quiet(Admin admin, VerifierSettings settings) {
    this.admin = admin;
    this.settings = settings;
  }

  /** What is not done yet, where: in words. */
  Map<String, String> undone() {
    Connection connection = settings.connection();
    try {
      Map<String, String> undone = new TreeMap<>();
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(settings.group()).partitionsToOffsetAndMetadata().get();
      ends(settings.topics().recordings(), IsolationLevel.READ_UNCOMMITTED)
          .forEach(
              (at, end) -> {
                long read =
                    Optional.ofNullable(committed.get(at))
                        .map(OffsetAndMetadata::offset)
                        .orElse(0L);
                if (read < end) {
                  undone.put(
                      new Place(at.topic(), at.partition(), read).toString(),
                      "group %s has not read on from here; the partition ends at %d"
                          .formatted(settings.group(), end));
                }
              });
      addOpen(settings.topics().predictions(), undone);
      addOpen(settings.topics().embeddings(), undone);
      addOpen(settings.topics().deadLetters(), undone);
      return undone;
    } catch (ExecutionException | KafkaException e) {
      throw KafkaFaults.of(e, connection);
    } catch (InterruptedException e) {
      throw KafkaFaults.interrupted(e);
    }
  }

  private void addOpen(String topic, Map<String, String> undone)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> stable = ends(topic, IsolationLevel.READ_COMMITTED);
    ends(topic, IsolationLevel.READ_UNCOMMITTED)
        .forEach(
            (at, end) -> {
              if (stable.get(at) < end) {
                undone.put(
                    new Place(at.topic(), at.partition(), stable.get(at)).toString(),
                    "a transaction is open from here on");
              }
            });
  }

  private Map<TopicPartition, Long> ends(String topic, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    admin
        .describeTopics(List.of(topic))
        .topicNameValues()
        .get(topic)
        .get()
        .partitions()
        .forEach(
            partition ->
                latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(latest, new ListOffsetsOptions(isolation))
        .all()
        .get()
        .forEach((at, end) -> ends.put(at, end.offset()));
    return ends;
  }
}
