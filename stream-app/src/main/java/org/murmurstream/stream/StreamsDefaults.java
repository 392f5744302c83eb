package org.murmurstream.stream;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of Kafka Streams this application is meant to run with; a user may overrule each. */
public final class StreamsDefaults {

  private static final int MIB = 1024 * 1024;

  @SuppressWarnings("deprecation") // Kafka 5 takes the choice away
  private static final String GLOBAL_HANDLER =
      StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG;

  private StreamsDefaults() {}

  /** Key and value as Kafka names and takes them. */
  public static Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    // One answer for each exam and revision, and no chunk counted twice.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // A renamed store would silently start empty: names are explicit, and a golden file holds them.
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    // Lost positions are never skipped over: fail, and let a person decide. StartingOffsets sets
    // the very first start.
    settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "none");

    // Chunks are 8 to 256 kB: the defaults of 1000 records of each partition would be memory.
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 100);
    // Before they are abridged, records of one poll are in memory whole.
    settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 10);
    settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 16 * MIB);
    // Chunks, exams and dead letters must pass through changelogs and topics: the largest there
    // can be, as RecordSizes counts them, has half of that.
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 * MIB);
    settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), 2 * MIB);

    // A crashed instance is missed after 10 s instead of 45: exams are waiting.
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);

    // The ear works beside the stream threads, so no transaction waits for it. The minute leaves
    // room for a stalled broker or a long collection; Streams' 10 s do not.
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 60_000);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100L);
    // Exams are read and written chunk by chunk, so caches would only delay the changelog.
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
    // There are no global stores; what Kafka 5 will do anyway is not worth a warning at each start.
    settings.put(GLOBAL_HANDLER, true);
    return settings;
  }
}
