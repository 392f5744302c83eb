package org.murmurstream.stream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.stream.config.StreamSettings;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class ApplicationFailureTest {

  private static final StreamSettings SETTINGS = StreamSettings.of(List.of());
  private static final TopicPartition AT = new TopicPartition("recordings", 0);

  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(new OffsetOutOfRangeException(Map.of(AT, 1L)), "--reset-offsets"),
        Arguments.of(new NoOffsetForPartitionException(Set.of(AT)), "another application.id"),
        Arguments.of(new GrownTopicException(6, 9), "Partitions were added to topic recordings"),
        Arguments.of(new MissingSourceTopicException("gone"), "recordings is gone"),
        Arguments.of(new MissingTopicsException(Set.of("recordings")), "recordings is gone"),
        Arguments.of(new MissingTopicsException(Set.of("x-dlq")), "Gone from the brokers: x-dlq"),
        Arguments.of(new UnknownTopicOrPartitionException("gone"), "murmur create-topics"),
        Arguments.of(
            new TimeoutException("Topic x not present in metadata after 60000 ms."),
            "murmur create-topics"),
        Arguments.of(new TimeoutException("60000 ms"), "did not answer for too long"),
        Arguments.of(
            new StreamsException("Existing internal topic x has invalid partitions: 2"),
            "another application.id"),
        Arguments.of(new FencedInstanceIdException("fenced"), "group.instance.id, and has taken"),
        Arguments.of(new UnreleasedInstanceIdException("in use"), "group.instance.id. Give each"),
        Arguments.of(new TopicAuthorizationException("x"), "rights or credentials"),
        Arguments.of(new RecordTooLargeException("large"), "max.message.bytes"),
        Arguments.of(
            new ProcessorStateException("x", new RocksDBException("No space left on device")),
            "Make room"),
        Arguments.of(
            new StreamsException("Unable to initialize state, ... in the same state directory"),
            "Another instance"),
        Arguments.of(new ClockSetBackException(Duration.ofHours(1)), "set back by 3600 s"),
        Arguments.of(new OutOfMemoryError("Java heap space"), "-Xmx"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void shouldSayWhatHelpsWhereTheCauseIsForeseen(Throwable cause, String help) {
    // When
    Throwable failure = new StreamsException("wrapped", cause);

    // Then
    assertThat(ApplicationFailure.isForeseen(failure, SETTINGS)).isTrue();
    assertThat(ApplicationFailure.of(failure, SETTINGS)).hasMessageContaining(help);
  }

  @Test
  void shouldNotPromiseThatAStartHelpsWhereTheCauseIsNotForeseen() {
    assertThat(ApplicationFailure.of(new IllegalStateException("x"), SETTINGS))
        .hasMessageContaining("IllegalStateException")
        .hasMessageContaining("another start will not help");
  }

  @Test
  void shouldTellDamagedStoresFromAFullDisk() {
    // Given
    Status corruption = new Status(Status.Code.Corruption, Status.SubCode.None, "block checksum");
    Status full =
        new Status(Status.Code.IOError, Status.SubCode.NoSpace, "No space left on device");

    // Then
    assertThat(DamagedStores.areBehind(wrapped(new RocksDBException("x", corruption)))).isTrue();
    assertThat(DamagedStores.areBehind(wrapped(new RocksDBException("x", full)))).isFalse();
  }

  private static Throwable wrapped(RocksDBException e) {
    return new StreamsException(new ProcessorStateException(e));
  }
}
