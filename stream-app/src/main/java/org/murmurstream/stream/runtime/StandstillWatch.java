package org.murmurstream.stream.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.transactions.HangingTransaction;
import org.murmurstream.stream.config.HangingTransactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks why stores are not restored any further. A broker that died may have forgotten to end a
 * transaction; the changelog behind it is then never read again, by nobody and after no restart.
 */
final class StandstillWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StandstillWatch.class);

  private final Looks looks;
  private final Duration patience;
  private final Restoring restoring;
  private final Transactions transactions;
  private final HangingTransactions conduct;
  private Optional<Progress> last = Optional.empty();
  private long since;
  private List<HangingTransaction> foundBefore = List.of();
  private volatile Optional<String> complaint = Optional.empty();

  /**
   * How far restoration is.
   *
   * @param changelogs what is not restored yet
   * @param records that were restored of them
   */
  record Progress(Set<TopicPartition> changelogs, long records) {

    Progress {
      changelogs = Set.copyOf(changelogs);
    }
  }

  /** Says how far restoration is; nothing if there is none. */
  @FunctionalInterface
  interface Restoring {
    Optional<Progress> now();
  }

  /** Transactions, as brokers know them; what either throws means that no broker says. */
  interface Transactions {

    /** What hangs in these, and what the same producers left in whatever else they write to. */
    List<HangingTransaction> hanging(Collection<TopicPartition> partitions);

    void abort(HangingTransaction transaction);
  }

  private StandstillWatch(
      Duration pause,
      Duration patience,
      Restoring restoring,
      Transactions transactions,
      HangingTransactions conduct) {
    this.patience = patience;
    this.restoring = restoring;
    this.transactions = transactions;
    this.conduct = conduct;
    this.looks = Looks.every(pause, "murmur-standstill-watch", this::look);
  }

  /**
   * Begins to look.
   *
   * @param pause between two looks; what both find hangs
   * @param patience how long restoration may stand still before anybody is asked
   */
  static StandstillWatch begin(
      Duration pause,
      Duration patience,
      Restoring restoring,
      Transactions transactions,
      HangingTransactions conduct) {
    return new StandstillWatch(pause, patience, restoring, transactions, conduct);
  }

  /** What people should know and do; nothing if all is well. */
  List<String> complaints() {
    return complaint.stream().toList();
  }

  private void look() {
    Optional<Progress> now = restoring.now();
    if (now.isEmpty() || !now.equals(last)) {
      last = now;
      since = System.nanoTime();
      foundBefore = List.of();
      complaint = Optional.empty();
      return;
    }
    if (System.nanoTime() - since < patience.toNanos()) {
      return;
    }
    try {
      act(transactions.hanging(now.get().changelogs()));
    } catch (UserException e) {
      complaint =
          Optional.of(
              "restoration stands still, and whether transactions hang cannot be told: "
                  + e.getMessage());
    }
  }

  private void act(List<HangingTransaction> found) {
    List<HangingTransaction> hanging = found.stream().filter(foundBefore::contains).toList();
    foundBefore = found;
    if (hanging.isEmpty()) {
      return;
    }
    if (conduct == HangingTransactions.ABORT) {
      abort(hanging);
      return;
    }
    if (complaint.isEmpty()) {
      LOG.atError()
          .addKeyValue("partitions", places(hanging))
          .log("transactions hang, and nothing is restored until they are aborted");
    }
    complaint =
        Optional.of(
            sentence(hanging)
                + ", by state.hanging.transactions=abort and a start, or with kafka-transactions.sh"
                + " abort; a start alone does not help");
  }

  private void abort(List<HangingTransaction> hanging) {
    try {
      hanging.forEach(transactions::abort);
      complaint = Optional.empty();
      LOG.atWarn()
          .addKeyValue("transactions", hanging.size())
          .addKeyValue("partitions", places(hanging))
          .log("transactions hung, for a broker had forgotten to end them; they were aborted");
    } catch (UserException e) {
      complaint =
          Optional.of(
              sentence(hanging)
                  + "; that failed, and is tried again: %s".formatted(e.getMessage()));
    }
  }

  private static String sentence(List<HangingTransaction> hanging) {
    return "a broker has forgotten to end transactions in %s: nothing is restored and nobody is"
            .formatted(places(hanging))
        + " answered until they are aborted, all of them: records of one that is left would count"
        + " with the next commit of its producer";
  }

  /** Partitions and first offsets; not a word of what is in them. */
  private static String places(List<HangingTransaction> hanging) {
    return hanging.stream()
        .map(one -> one.partition() + " from offset " + one.startOffset())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    looks.close();
  }
}
