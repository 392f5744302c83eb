package org.murmurstream.kafka.topics;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.BoundedAdmin;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.wire.RecordSizes;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;

/** Looks at topics, and creates those that are missing. Every call ends within its patience. */
public final class TopicAdmin implements AutoCloseable {

  /** Copies with which one broker may be away and every acknowledged record be on two others. */
  private static final int SAFE_REPLICATION = 3;

  private final Connection connection;
  private final BoundedAdmin bounded;
  private final Admin admin;

  /**
   * Connects when first asked.
   *
   * @param patience how long brokers are waited for
   * @throws UserException if the connection's properties do not make a client
   */
  public TopicAdmin(Connection connection, Duration patience) {
    this.connection = connection;
    this.bounded = new BoundedAdmin(connection, patience);
    this.admin = bounded.client();
  }

  /**
   * Names of all topics.
   *
   * @throws UserException if no broker answers
   */
  public Set<String> names() {
    return bounded.get(admin.listTopics().names());
  }

  /**
   * Those of these topics that do not exist, sorted. One that may not be looked at is not taken for
   * missing.
   *
   * @throws UserException if no broker answers, or it refuses
   */
  public NavigableSet<String> missing(Collection<String> topics) {
    var missing = new TreeSet<String>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (topic, description) -> {
              if (!exists(topic, description)) {
                missing.add(topic);
              }
            });
    return missing;
  }

  /**
   * How many partitions a topic has.
   *
   * @throws UserException if it is not there, no broker answers, or it refuses
   */
  public int partitions(String topic) {
    return bounded
        .get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
        .partitions()
        .size();
  }

  /**
   * How many copies each topic has of each of its partitions, or of the partition that has fewest.
   *
   * @throws UserException if one is not there, no broker answers, or it refuses
   */
  public Map<String, Integer> replicas(Collection<String> topics) {
    return bounded.get(admin.describeTopics(topics).allTopicNames()).entrySet().stream()
        .collect(
            toMap(
                Map.Entry::getKey,
                topic ->
                    topic.getValue().partitions().stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0)));
  }

  /**
   * Creates those topics that do not exist, and leaves the others as they are.
   *
   * @param topics what each name is to be
   * @param replication copies of each partition; empty leaves it to the brokers' default. With
   *     three or more, a record is acknowledged once two have it
   * @return names of the topics that were created, sorted
   * @throws UserException if no broker answers, or it refuses
   */
  public List<String> create(Map<String, TopicSpec> topics, Optional<Short> replication) {
    List<NewTopic> wanted =
        topics.entrySet().stream()
            .map(topic -> asNewTopic(topic.getKey(), topic.getValue(), replication))
            .toList();
    return admin.createTopics(wanted).values().entrySet().stream()
        .filter(topic -> isCreated(topic.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /**
   * The configuration of each topic, by Kafka's names.
   *
   * @throws UserException if no broker answers, or it refuses
   */
  public Map<String, Map<String, String>> configs(Collection<String> topics) {
    return configs(topics, false);
  }

  /**
   * The configuration of those of these topics whose configuration may be looked at.
   *
   * @throws UserException if no broker answers, or one is not there
   */
  public Map<String, Map<String, String>> configsAllowed(Collection<String> topics) {
    return configs(topics, true);
  }

  private Map<String, Map<String, String>> configs(Collection<String> topics, boolean onlyAllowed) {
    var values = new HashMap<String, Map<String, String>>();
    admin
        .describeConfigs(
            topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList())
        .values()
        .forEach(
            (topic, description) -> {
              try {
                var entries = new HashMap<String, String>();
                Config config = description.get();
                config.entries().forEach(entry -> entries.put(entry.name(), entry.value()));
                values.put(topic.name(), entries);
              } catch (ExecutionException e) {
                if (!onlyAllowed || !(e.getCause() instanceof AuthorizationException)) {
                  throw KafkaFaults.of(e, connection);
                }
              } catch (InterruptedException e) {
                throw KafkaFaults.interrupted(e);
              }
            });
    return values;
  }

  /**
   * Sets where the application begins, if it has never read this topic.
   *
   * @throws UserException if no broker answers, or it refuses
   */
  public void prepareOffsets(String applicationId, String topic) {
    try {
      StartingOffsets.prepare(admin, applicationId, topic);
    } catch (ExecutionException e) {
      throw KafkaFaults.of(e, connection);
    } catch (InterruptedException e) {
      throw KafkaFaults.interrupted(e);
    }
  }

  @Override
  public void close() {
    bounded.close();
  }

  /** The catalogue's topics under their own names. */
  public static Map<String, TopicSpec> catalogue() {
    return TopicCatalogue.all().stream().collect(toMap(TopicSpec::name, identity()));
  }

  static NewTopic asNewTopic(String name, TopicSpec spec, Optional<Short> replication) {
    var configs = new HashMap<>(spec.config());
    if (spec.name().equals(TopicCatalogue.DEAD_LETTERS.name())) {
      configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(RecordSizes.DEAD_LETTER));
    }
    if (replication.isPresent() && replication.get() >= SAFE_REPLICATION) {
      configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(TopicCheck.IN_SYNC));
    }
    return new NewTopic(name, Optional.of(spec.partitions()), replication).configs(configs);
  }

  private boolean exists(String topic, KafkaFuture<?> description) {
    try {
      description.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw KafkaFaults.of(e, connection, topic);
    } catch (InterruptedException e) {
      throw KafkaFaults.interrupted(e);
    }
  }

  private boolean isCreated(KafkaFuture<Void> creation) {
    try {
      creation.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw KafkaFaults.of(e, connection);
    } catch (InterruptedException e) {
      throw KafkaFaults.interrupted(e);
    }
  }
}
