package org.murmurstream.kafka.transactions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.BoundedAdmin;
import org.murmurstream.kafka.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds transactions that hang, and ends them. Every call ends within its patience. */
public final class TransactionAdmin implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TransactionAdmin.class);

  private static final String OFFSETS = Topic.GROUP_METADATA_TOPIC_NAME;

  private static final Set<TransactionState> IN_PROGRESS =
      Set.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_COMMIT,
          TransactionState.PREPARE_ABORT,
          TransactionState.PREPARE_EPOCH_FENCE);

  private final BoundedAdmin admin;

  /**
   * Connects when first asked.
   *
   * @param patience how long brokers are waited for
   * @throws UserException if the connection's properties do not make a client
   */
  public TransactionAdmin(Connection connection, Duration patience) {
    this.admin = new BoundedAdmin(connection, patience);
  }

  /**
   * Transactions that are open in these partitions and in progress at no coordinator. One that has
   * just begun or ended may be among them by mistake, as partitions and coordinators are asked one
   * after the other: what is found twice, some seconds apart, hangs.
   *
   * @throws UserException if no broker answers, or it refuses
   */
  public List<HangingTransaction> hanging(Collection<TopicPartition> partitions) {
    Map<TopicPartition, PartitionProducerState> open =
        admin.get(admin.client().describeProducers(partitions).all());
    Set<Long> producers =
        open.values().stream()
            .flatMap(state -> state.activeProducers().stream())
            .filter(producer -> producer.currentTransactionStartOffset().isPresent())
            .map(ProducerState::producerId)
            .collect(Collectors.toSet());
    return producers.isEmpty() ? List.of() : hanging(open, known(producers));
  }

  /**
   * Likewise, and what the same producers have open in other topics and among the offsets of
   * groups: a transaction hangs wherever it wrote to, and where it is left, the next that its
   * producer commits makes its records count.
   *
   * @param others names of the other topics
   * @param all whether nothing is known unless all may be looked at, which takes the right to read
   *     them; else what may not be is left out, and logged
   * @return those of the other topics first, for what waits for the first partitions waits until
   *     all is ended
   * @throws UserException if no broker answers, or it refuses
   */
  public List<HangingTransaction> hanging(
      Collection<TopicPartition> partitions, Predicate<String> others, boolean all) {
    List<HangingTransaction> found = hanging(partitions);
    Set<String> visible =
        admin.get(admin.client().listTopics(new ListTopicsOptions().listInternal(true)).names());
    if (all && !visible.contains(OFFSETS)) {
      throw new UserException(
          "Topic %s cannot be seen; give the application the right to read it.".formatted(OFFSETS));
    }
    List<String> names =
        visible.stream().filter(name -> name.equals(OFFSETS) || others.test(name)).toList();
    List<HangingTransaction> everywhere = new ArrayList<>();
    for (String name : names) {
      try {
        everywhere.addAll(hanging(partitionsOf(name)));
      } catch (UserException e) {
        if (all) {
          throw e;
        }
        LOG.atWarn()
            .addKeyValue("topic", name)
            .addKeyValue("reason", e.getMessage())
            .log("whether transactions hang there, too, cannot be told");
      }
    }
    return together(found, everywhere);
  }

  /** What these producers have open elsewhere, and then these. */
  static List<HangingTransaction> together(
      List<HangingTransaction> found, List<HangingTransaction> everywhere) {
    Set<Long> producers =
        found.stream().map(HangingTransaction::producerId).collect(Collectors.toSet());
    return Stream.concat(
            everywhere.stream()
                .filter(one -> producers.contains(one.producerId()) && !found.contains(one)),
            found.stream())
        .toList();
  }

  private List<TopicPartition> partitionsOf(String topic) {
    return admin
        .get(admin.client().describeTopics(List.of(topic)).topicNameValues().get(topic))
        .partitions()
        .stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /** Which partitions each producer's transaction in progress has, as its coordinator knows. */
  private Map<Long, Set<TopicPartition>> known(Set<Long> producers) {
    List<String> ids =
        admin
            .get(
                admin
                    .client()
                    .listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                    .all())
            .stream()
            .map(TransactionListing::transactionalId)
            .toList();
    var known = new HashMap<Long, Set<TopicPartition>>();
    for (TransactionDescription transaction :
        admin.get(admin.client().describeTransactions(ids).all()).values()) {
      if (IN_PROGRESS.contains(transaction.state())) {
        known
            .computeIfAbsent(transaction.producerId(), id -> new HashSet<>())
            .addAll(transaction.topicPartitions());
      }
    }
    return known;
  }

  /** Those that are open and not known. */
  static List<HangingTransaction> hanging(
      Map<TopicPartition, PartitionProducerState> open, Map<Long, Set<TopicPartition>> known) {
    var hanging = new ArrayList<HangingTransaction>();
    open.forEach(
        (partition, state) -> {
          for (ProducerState producer : state.activeProducers()) {
            if (producer.currentTransactionStartOffset().isPresent()
                && !known.getOrDefault(producer.producerId(), Set.of()).contains(partition)) {
              hanging.add(
                  new HangingTransaction(
                      partition,
                      producer.producerId(),
                      (short) producer.producerEpoch(),
                      producer.coordinatorEpoch().orElse(0),
                      producer.currentTransactionStartOffset().getAsLong()));
            }
          }
        });
    return hanging;
  }

  /**
   * Ends a transaction: its records count as never written.
   *
   * @throws UserException if no broker answers, or it refuses
   */
  public void abort(HangingTransaction transaction) {
    admin.get(
        admin
            .client()
            .abortTransaction(
                new AbortTransactionSpec(
                    transaction.partition(),
                    transaction.producerId(),
                    transaction.producerEpoch(),
                    transaction.coordinatorEpoch()))
            .all());
  }

  @Override
  public void close() {
    admin.close();
  }
}
