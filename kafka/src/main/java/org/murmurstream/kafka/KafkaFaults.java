package org.murmurstream.kafka;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.murmurstream.core.UserException;

/** What went wrong with brokers and registry, as the one sentence that its user reads. */
public final class KafkaFaults {

  private KafkaFaults() {}

  /** What a client threw that was about several topics. */
  public static UserException of(Throwable thrown, Connection connection) {
    Throwable cause = cause(thrown);
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new UserException(
          "Topics are missing at %s; 'murmur create-topics' makes them."
              .formatted(connection.bootstrapServers()),
          thrown);
    }
    if (cause instanceof TimeoutException
        || cause instanceof java.util.concurrent.TimeoutException) {
      return new UserException(
          "No Kafka broker answers at %s; is it running, and is the address right (--bootstrap-servers, or MURMUR_BOOTSTRAP_SERVERS)?"
              .formatted(connection.bootstrapServers()),
          thrown);
    }
    Optional<String> access = AccessFault.sentence(cause);
    if (access.isPresent()) {
      return new UserException(access.get(), thrown);
    }
    Throwable innermost = cause;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return new UserException(
        "Kafka at %s cannot be used: %s"
            .formatted(connection.bootstrapServers(), innermost.getMessage()),
        thrown);
  }

  /** What a client, or a serde of its records, threw that was about one topic. */
  public static UserException of(Throwable thrown, Connection connection, String topic) {
    Throwable cause = cause(thrown);
    if (cause instanceof UnknownTopicOrPartitionException) {
      return missingTopic(topic, thrown);
    }
    if (cause instanceof SerializationException && SerdeFault.of(cause) == SerdeFault.TRANSIENT) {
      return registryAway(topic, " at " + Connection.masked(connection.registryUrl()), thrown);
    }
    return of(thrown, connection);
  }

  /**
   * A topic is not there.
   *
   * @param thrown what told so; null if nothing was thrown
   */
  public static UserException missingTopic(String topic, Throwable thrown) {
    return new UserException(
        "There is no topic %s; 'murmur create-topics' makes it.".formatted(topic), thrown);
  }

  /** A serde could not get a schema of a topic's records, or have it registered. */
  public static UserException registryAway(String topic, Throwable thrown) {
    return registryAway(topic, "", thrown);
  }

  private static UserException registryAway(String topic, String place, Throwable thrown) {
    if (SerdeFault.isKeptOut(thrown)) {
      return new UserException(
          "The schema registry does not let in who asks: look at basic.auth.credentials.source and"
              + " basic.auth.user.info, and at what the user may do there.",
          thrown);
    }
    return new UserException(
        "The schema registry%s does not answer, or refuses the schema of topic %s; is it running, and is the address right (--registry, or MURMUR_REGISTRY)?"
            .formatted(place, topic),
        thrown);
  }

  /** The thread was interrupted, and stays so. */
  public static UserException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new UserException("Interrupted while Kafka was waited for.", e);
  }

  private static Throwable cause(Throwable thrown) {
    return thrown instanceof ExecutionException ? thrown.getCause() : thrown;
  }
}
