package org.murmurstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.net.ConnectException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
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
            "No Kafka broker answers at broker:9092; is it running, and is the address right"
                + " (--bootstrap-servers, or MURMUR_BOOTSTRAP_SERVERS)?"),
        Arguments.of(
            new ExecutionException(new UnknownTopicOrPartitionException("gone")),
            "There is no topic models; 'murmur create-topics' makes it."),
        Arguments.of(
            new SerializationException("no schema", new ConnectException("refused")),
            "The schema registry at http://registry does not answer, or refuses the schema of topic"
                + " models; is it running, and is the address right (--registry, or"
                + " MURMUR_REGISTRY)?"),
        Arguments.of(
            new SerializationException("no schema", new RestClientException("who?", 401, 40101)),
            "The schema registry does not let in who asks: look at basic.auth.credentials.source and"
                + " basic.auth.user.info, and at what the user may do there."),
        Arguments.of(
            new ExecutionException(new TopicAuthorizationException(Set.of("models"))),
            "The brokers refuse topic models to this principal: grant it Read to read, Write to"
                + " write, Create to create, DescribeConfigs to look at limits. docs/security.md"
                + " lists the rights of each role."),
        Arguments.of(
            new ExecutionException(GroupAuthorizationException.forGroupId("murmur-stream")),
            "The brokers refuse the group murmur-stream to this principal: grant it Read on the"
                + " group. docs/security.md lists the rights of each role."),
        Arguments.of(
            new ExecutionException(new SaslAuthenticationException("with s3cret")),
            "The brokers do not know this name and password: look at sasl.mechanism and"
                + " sasl.jaas.config, and whether the user exists on the brokers."),
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
