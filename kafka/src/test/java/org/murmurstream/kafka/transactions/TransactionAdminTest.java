package org.murmurstream.kafka.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TransactionAdminTest {

  private static final TopicPartition EXAMS = new TopicPartition("heart-exams-changelog", 2);
  private static final TopicPartition CHUNKS = new TopicPartition("heart-chunks-changelog", 2);
  private static final long PRODUCER = 2;

  @Test
  void shouldFindWhatIsOpenAndWhatItsCoordinatorHasForgotten() {
    // Given: the coordinator has ended the transaction, or knows another of the same producer
    Map<TopicPartition, PartitionProducerState> open =
        Map.of(EXAMS, state(OptionalLong.of(2833)), CHUNKS, state(OptionalLong.of(4170)));

    // When / Then
    assertThat(TransactionAdmin.hanging(open, Map.of())).hasSize(2);
    assertThat(TransactionAdmin.hanging(open, Map.of(PRODUCER, Set.of(CHUNKS))))
        .containsExactly(new HangingTransaction(EXAMS, PRODUCER, (short) 852, 3, 2833));
  }

  @Test
  void shouldFindNothingWhereTransactionsAreInProgressOrNoneIsOpen() {
    // Given
    Map<TopicPartition, PartitionProducerState> open =
        Map.of(EXAMS, state(OptionalLong.of(2833)), CHUNKS, state(OptionalLong.empty()));

    // When / Then
    assertThat(TransactionAdmin.hanging(open, Map.of(PRODUCER, Set.of(EXAMS)))).isEmpty();
  }

  /** An answer that was left open was doubled by the next commit of its producer. */
  @Test
  void shouldEndWhatTheSameProducerLeftElsewhereBeforeWhatIsWaitedFor() {
    // Given
    HangingTransaction waitedFor = hanging(EXAMS, PRODUCER);
    HangingTransaction answer = hanging(new TopicPartition("murmur-predictions", 2), PRODUCER);
    HangingTransaction ofSomebodyElse = hanging(CHUNKS, PRODUCER + 1);

    // When
    List<HangingTransaction> together =
        TransactionAdmin.together(
            List.of(waitedFor), List.of(waitedFor, answer, ofSomebodyElse, waitedFor));

    // Then
    assertThat(together).containsExactly(answer, waitedFor);
  }

  private static HangingTransaction hanging(TopicPartition partition, long producer) {
    return new HangingTransaction(partition, producer, (short) 852, 3, 2833);
  }

  private static PartitionProducerState state(OptionalLong start) {
    return new PartitionProducerState(
        List.of(new ProducerState(PRODUCER, 852, 9, 0, OptionalInt.of(3), start)));
  }
}
