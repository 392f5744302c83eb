package org.murmurstream.stream.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.murmurstream.kafka.Connection;

/** What Kafka's own definitions say about the properties that are passed through to it. */
final class KafkaProperties {

  /** Under these, Streams passes properties on to one kind of its clients. */
  private static final List<String> CLIENT_PREFIXES =
      List.of(
          "main.consumer.",
          "restore.consumer.",
          "global.consumer.",
          "consumer.",
          "producer.",
          "admin.");

  private static final List<String> SECRET_PARTS =
      List.of("password", "secret", "jaas", "user.info", "token", "keystore.key", "credential");

  private final Map<String, ConfigDef.Type> types = new TreeMap<>();

  KafkaProperties() {
    for (ConfigDef definition :
        List.of(
            ConsumerConfig.configDef(),
            ProducerConfig.configDef(),
            AdminClientConfig.configDef(),
            StreamsConfig.configDef())) {
      definition.configKeys().forEach((name, key) -> types.put(name, key.type()));
    }
  }

  /** Every name without a client's prefix. */
  Set<String> names() {
    return new TreeSet<>(types.keySet());
  }

  boolean isKnown(String name) {
    return types.containsKey(name)
        || Connection.isOfSerde(name)
        || (name.startsWith("topic.") && isTopicProperty(name.substring("topic.".length())))
        || CLIENT_PREFIXES.stream()
            .anyMatch(
                prefix ->
                    name.startsWith(prefix) && types.containsKey(name.substring(prefix.length())));
  }

  boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SECRET_PARTS.stream().anyMatch(lower::contains)
        || types.entrySet().stream()
            .anyMatch(
                type ->
                    type.getValue() == ConfigDef.Type.PASSWORD && lower.endsWith(type.getKey()));
  }

  private static boolean isTopicProperty(String name) {
    return Set.of(
            TopicConfig.SEGMENT_BYTES_CONFIG,
            TopicConfig.SEGMENT_MS_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.RETENTION_BYTES_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            TopicConfig.COMPRESSION_TYPE_CONFIG,
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG)
        .contains(name);
  }
}
