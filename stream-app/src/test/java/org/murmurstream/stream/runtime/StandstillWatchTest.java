package org.murmurstream.stream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.transactions.HangingTransaction;
import org.murmurstream.stream.config.HangingTransactions;

class StandstillWatchTest {

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final TopicPartition EXAMS = new TopicPartition("heart-exams-changelog", 2);
  private static final HangingTransaction HANGING =
      new HangingTransaction(EXAMS, 7, (short) 852, 3, 2833);

  private final AtomicInteger looks = new AtomicInteger();
  private final List<HangingTransaction> aborted = new CopyOnWriteArrayList<>();

  @Test
  void shouldSayWhichTransactionKeepsRestorationFromGoingOn() {
    // When
    try (StandstillWatch watch =
        watch(standing(), found(HANGING, HANGING), HangingTransactions.REPORT)) {
      await().until(() -> !watch.complaints().isEmpty());

      // Then
      assertThat(watch.complaints())
          .singleElement()
          .asString()
          .contains("heart-exams-changelog-2 from offset 2833", "state.hanging.transactions=abort");
    }
    assertThat(aborted).isEmpty();
  }

  @Test
  void shouldAbortItWhereThatIsWanted() {
    // When
    try (StandstillWatch watch =
        watch(standing(), found(HANGING, HANGING), HangingTransactions.ABORT)) {
      await().until(() -> !aborted.isEmpty());

      // Then
      assertThat(aborted).first().isEqualTo(HANGING);
      assertThat(watch.complaints()).isEmpty();
    }
  }

  @Test
  void shouldLeaveAloneWhatIsFoundOnlyOnce() {
    // Given: a transaction that ended between two looks
    HangingTransaction next = new HangingTransaction(EXAMS, 7, (short) 853, 3, 2900);

    // When
    try (StandstillWatch watch =
        watch(standing(), found(HANGING, next, null), HangingTransactions.ABORT)) {
      await().until(() -> looks.get() > 20);
    }

    // Then
    assertThat(aborted).isEmpty();
  }

  @Test
  void shouldAskNobodyWhileRestorationGoesOn() {
    // Given
    var records = new AtomicInteger();
    StandstillWatch.Restoring going =
        () -> {
          looks.incrementAndGet();
          return progress(records.incrementAndGet());
        };

    // When
    try (StandstillWatch watch = watch(going, found(HANGING, HANGING), HangingTransactions.ABORT)) {
      await().until(() -> looks.get() > 20);
    }

    // Then
    assertThat(aborted).isEmpty();
  }

  @Test
  void shouldSayThatItCannotTellWhereBrokersRefuse() {
    // Given
    StandstillWatch.Transactions refusing =
        new StandstillWatch.Transactions() {
          @Override
          public List<HangingTransaction> hanging(Collection<TopicPartition> partitions) {
            throw new UserException("not authorised to describe");
          }

          @Override
          public void abort(HangingTransaction transaction) {
            throw new UserException("not authorised to abort");
          }
        };

    // When
    try (StandstillWatch watch = watch(standing(), refusing, HangingTransactions.REPORT)) {
      await().until(() -> !watch.complaints().isEmpty());

      // Then
      assertThat(watch.complaints()).singleElement().asString().contains("not authorised");
    }
  }

  private StandstillWatch watch(
      StandstillWatch.Restoring restoring,
      StandstillWatch.Transactions transactions,
      HangingTransactions conduct) {
    return StandstillWatch.begin(PAUSE, PAUSE, restoring, transactions, conduct);
  }

  private StandstillWatch.Restoring standing() {
    return () -> {
      looks.incrementAndGet();
      return progress(100);
    };
  }

  private static Optional<StandstillWatch.Progress> progress(long records) {
    return Optional.of(new StandstillWatch.Progress(Set.of(EXAMS), records));
  }

  /** What each look finds, the last one again and again; null is nothing. */
  private StandstillWatch.Transactions found(HangingTransaction... found) {
    Iterator<HangingTransaction> next = Arrays.asList(found).iterator();
    return new StandstillWatch.Transactions() {
      @Override
      public List<HangingTransaction> hanging(Collection<TopicPartition> partitions) {
        HangingTransaction now = next.hasNext() ? next.next() : found[found.length - 1];
        return now == null ? List.of() : List.of(now);
      }

      @Override
      public void abort(HangingTransaction transaction) {
        aborted.add(transaction);
      }
    };
  }
}
