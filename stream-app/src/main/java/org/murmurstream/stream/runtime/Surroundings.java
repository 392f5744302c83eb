package org.murmurstream.stream.runtime;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.topics.TopicAdmin;
import org.murmurstream.kafka.topics.TopicCheck;
import org.murmurstream.stream.config.StreamSettings;

/** What the application needs around it, looked at before it starts. */
public final class Surroundings {

  private Surroundings() {}

  /**
   * Makes sure that topics and registry are there, that topics keep what is written to them and
   * take large records, and that stores can be written.
   *
   * @throws UserException saying what is missing or what contradicts
   */
  public static void require(StreamSettings settings) {
    StateDirectory.require(settings.stateDir());
    Map<String, Object> properties = Application.properties(settings);
    Object maxRequest =
        properties.get(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG));
    try (var admin = new TopicAdmin(settings.connection(), settings.startTimeout())) {
      var check = new TopicCheck(admin, settings.topics());
      check.requireTopics(settings.createTopics());
      check.requireKept(
          settings.gather().totalTimeout().plus(settings.gather().revisionWindow()),
          settings.gather().maxExamBytes());
      check.warnOfRisks();
      check.requireRoom(
          settings.applicationId(),
          settings.gather().maxChunkBytes(),
          Integer.parseInt(maxRequest.toString()));
    }
    RegistryCheck.requireListening(settings.connection().registryUrl(), settings.startTimeout());
  }
}
