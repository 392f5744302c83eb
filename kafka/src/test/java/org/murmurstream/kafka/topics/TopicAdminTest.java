package org.murmurstream.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.Connection;
import org.murmurstream.schemas.TopicCatalogue;

class TopicAdminTest {

  @Test
  void shouldKeepRecordingsForEver() {
    // When
    NewTopic topic =
        TopicAdmin.asNewTopic("recordings", TopicCatalogue.RECORDINGS, Optional.empty());

    // Then
    assertThat(topic.name()).isEqualTo("recordings");
    assertThat(topic.numPartitions()).isEqualTo(TopicCatalogue.RECORDINGS.partitions());
    assertThat(topic.replicationFactor()).as("the brokers' default").isEqualTo((short) -1);
    assertThat(topic.configs())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "-1");
  }

  @Test
  void shouldCompactReleasesOfModels() {
    // When
    NewTopic topic = TopicAdmin.asNewTopic("models", TopicCatalogue.MODELS, Optional.of((short) 3));

    // Then
    assertThat(topic.replicationFactor()).isEqualTo((short) 3);
    assertThat(topic.configs()).containsEntry("cleanup.policy", "compact");
  }

  @ParameterizedTest
  @ValueSource(shorts = {3, 5})
  void shouldHaveTwoCopiesOfWhatIsAcknowledgedWhereThereAreThree(short replication) {
    // When
    NewTopic topic =
        TopicAdmin.asNewTopic("recordings", TopicCatalogue.RECORDINGS, Optional.of(replication));

    // Then
    assertThat(topic.configs()).containsEntry("min.insync.replicas", "2");
  }

  @ParameterizedTest
  @ValueSource(shorts = {1, 2})
  void shouldGoOnWithOneBrokerAwayWhereThereAreFewer(short replication) {
    // When
    NewTopic topic =
        TopicAdmin.asNewTopic("recordings", TopicCatalogue.RECORDINGS, Optional.of(replication));

    // Then
    assertThat(topic.configs()).doesNotContainKey("min.insync.replicas");
  }

  @Test
  void shouldSayWhereNoBrokerAnswers() throws IOException {
    // Given
    String nobody = "127.0.0.1:" + freePort();
    var connection = new Connection(nobody, "http://127.0.0.1:1");

    try (var admin = new TopicAdmin(connection, Duration.ofSeconds(1))) {
      // When // Then
      assertThatThrownBy(() -> admin.create(TopicAdmin.catalogue(), Optional.empty()))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(nobody);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
