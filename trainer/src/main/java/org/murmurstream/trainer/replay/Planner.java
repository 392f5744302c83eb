package org.murmurstream.trainer.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.KafkaFaults;

/** Finds out which offsets are to be read, and says where something is gone. */
final class Planner {

  private final Consumer<?, ?> consumer;
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param consumer reads committed records alone, so that the end is that of what is committed
   */
  Planner(Consumer<?, ?> consumer) {
    this.consumer = consumer;
  }

  /** What the person should know, a sentence each. */
  List<String> warnings() {
    return warnings;
  }

  /**
   * @throws UserException if a topic is missing, or offsets that were asked for are not there
   */
  Plan plan(Request request) {
    if (request.offsets() != null) {
      request.offsets().topics().values().forEach(this::requireThere);
      return request.offsets();
    }
    SortedMap<ArchiveTopic, Plan.Source> sources = new TreeMap<>();
    request.names().forEach((topic, name) -> sources.put(topic, source(topic, name, request)));
    return new Plan(sources);
  }

  private Plan.Source source(ArchiveTopic topic, String name, Request request) {
    List<TopicPartition> partitions = partitionsOf(name);
    if (partitions.isEmpty()) {
      if (topic != ArchiveTopic.ANNOTATIONS) {
        throw KafkaFaults.missingTopic(name, null);
      }
      warnings.add("There is no topic %s: no recording gets marks.".formatted(name));
      return new Plan.Source(name, List.of());
    }
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    boolean recordings = topic == ArchiveTopic.RECORDINGS;
    Map<TopicPartition, Long> from =
        recordings && request.from() != null ? at(request.from(), end) : begin;
    Map<TopicPartition, Long> until =
        recordings && request.until() != null ? at(request.until(), end) : end;
    List<Plan.Range> ranges = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      long first = Math.max(begin.get(partition), from.get(partition));
      long last = Math.max(first, Math.min(end.get(partition), until.get(partition)));
      if (first == begin.get(partition) && first > 0) {
        warnings.add(
            "Topic %s, partition %d: offsets 0 to %d are deleted; what began there is incomplete."
                .formatted(name, partition.partition(), first - 1));
      }
      ranges.add(new Plan.Range(partition.partition(), first, last));
    }
    return new Plan.Source(name, ranges);
  }

  /** The first offset that is not earlier than a moment; the end where there is none. */
  private Map<TopicPartition, Long> at(long time, Map<TopicPartition, Long> end) {
    Map<TopicPartition, Long> moment = new HashMap<>();
    end.keySet().forEach(partition -> moment.put(partition, time));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(moment);
    Map<TopicPartition, Long> offsets = new HashMap<>(end);
    found.forEach(
        (partition, offset) -> {
          if (offset != null) {
            offsets.put(partition, offset.offset());
          }
        });
    return offsets;
  }

  private void requireThere(Plan.Source source) {
    List<TopicPartition> there = partitionsOf(source.name());
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(there);
    Map<TopicPartition, Long> end = consumer.endOffsets(there);
    for (Plan.Range range : source.partitions()) {
      var partition = new TopicPartition(source.name(), range.partition());
      if (range.first() == range.end()) {
        continue;
      }
      if (!there.contains(partition)) {
        throw new UserException(
            "Topic %s has no partition %d, of which offsets %d to %d are asked for."
                .formatted(source.name(), range.partition(), range.first(), range.end() - 1));
      }
      if (begin.get(partition) > range.first()) {
        throw new UserException(
            "Topic %s, partition %d: of offsets %d to %d those before %d are deleted."
                .formatted(
                    source.name(),
                    range.partition(),
                    range.first(),
                    range.end() - 1,
                    begin.get(partition)));
      }
      if (end.get(partition) < range.end()) {
        throw new UserException(
            "Topic %s, partition %d: offsets %d to %d are asked for, and what is committed ends before %d."
                .formatted(
                    source.name(),
                    range.partition(),
                    range.first(),
                    range.end() - 1,
                    end.get(partition)));
      }
    }
  }

  private List<TopicPartition> partitionsOf(String topic) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic);
    return partitions == null
        ? List.of()
        : partitions.stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
  }
}
