package org.murmurstream.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;

/** Counts what was set aside. */
final class DeadLetterCount {

  private static final Duration POLL = Duration.ofMillis(200);

  private DeadLetterCount() {}

  /** Every dead letter that is there, by reason. */
  static Map<String, Integer> of(Connection connection) {
    Map<String, Object> config = connection.kafka();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    var counts = new TreeMap<String, Integer>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicSpec topic = TopicCatalogue.DEAD_LETTERS;
      List<TopicPartition> partitions =
          IntStream.range(0, topic.partitions())
              .mapToObj(n -> new TopicPartition(topic.name(), n))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(letter -> counts.merge(reason(letter), 1, Integer::sum));
      }
    }
    return counts;
  }

  private static String reason(ConsumerRecord<byte[], byte[]> letter) {
    Header header = letter.headers().lastHeader(LetterHeaders.REASON);
    return header == null ? "unknown" : new String(header.value(), UTF_8);
  }
}
