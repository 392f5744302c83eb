package org.murmurstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.core.UserException;

class KafkaFaultsTest {

  private static final Connection CONNECTION = new Connection("broker:9092", "http://registry");

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            new TimeoutException("60000 ms passed"),
            "No Kafka broker answers at broker:9092; is it running, and is the address right?"),
        Arguments.of(
            new ExecutionException(new UnknownTopicOrPartitionException("gone")),
            "There is no topic models; 'murmur create-topics' makes it."),
        Arguments.of(
            new SerializationException("no schema", new ConnectException("refused")),
            "The schema registry does not answer, or refuses the schema of topic models; is it"
                + " running, and is the address right?"),
        Arguments.of(
            new ExecutionException(new TopicAuthorizationException("not for you")),
            "Kafka at broker:9092 cannot be used: not for you"),
        Arguments.of(
            new KafkaException("no client", new ConfigException("no such mechanism")),
            "Kafka at broker:9092 cannot be used: no such mechanism"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldSayInOneSentenceWhatIsWrong(Throwable thrown, String sentence) {
    // When
    UserException fault = KafkaFaults.of(thrown, CONNECTION, "models");

    // Then
    assertThat(fault).hasMessage(sentence).cause().isSameAs(thrown);
  }

  @Test
  void shouldLeaveTheThreadInterrupted() {
    // When
    UserException fault = KafkaFaults.interrupted(new InterruptedException());

    // Then
    assertThat(Thread.interrupted()).isTrue();
    assertThat(fault).hasMessageContaining("Interrupted");
  }
}
