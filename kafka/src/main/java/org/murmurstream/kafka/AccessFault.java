package org.murmurstream.kafka;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** What brokers keep somebody from, as the sentence that says which resource, and what to do. */
public final class AccessFault {

  private static final String RIGHTS = " docs/security.md lists the rights of each role.";

  private AccessFault() {}

  /** The sentence; empty if access was not what it failed by. */
  public static Optional<String> sentence(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Optional<String> sentence = ofOne(cause);
      if (sentence.isPresent()) {
        return sentence;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofOne(Throwable cause) {
    if (cause instanceof TopicAuthorizationException topics) {
      return Optional.of(
          ("The brokers refuse %s to this principal: grant it Read to read, Write to write, Create to"
                  + " create, DescribeConfigs to look at limits."
                  + RIGHTS)
              .formatted(named("topic", topics.unauthorizedTopics())));
    }
    if (cause instanceof GroupAuthorizationException group) {
      return Optional.of(
          ("The brokers refuse %s to this principal: grant it Read on the group." + RIGHTS)
              .formatted(group.groupId() == null ? "a group" : "the group " + group.groupId()));
    }
    if (cause instanceof TransactionalIdAuthorizationException) {
      return Optional.of(
          "The brokers refuse its transactional ids to this principal: grant it Write on"
              + " transactional ids that begin with the application id."
              + RIGHTS);
    }
    if (cause instanceof ClusterAuthorizationException) {
      return Optional.of(
          "The brokers refuse this principal to create topics: grant it Create on the topics, or"
              + " have them created by somebody who may."
              + RIGHTS);
    }
    if (cause instanceof SaslAuthenticationException) {
      return Optional.of(
          "The brokers do not know this name and password: look at sasl.mechanism and"
              + " sasl.jaas.config, and whether the user exists on the brokers.");
    }
    if (cause instanceof SslAuthenticationException) {
      return Optional.of(
          "No secure connection to the brokers: one side does not trust the other's certificate,"
              + " or it is made out to another host. Look at ssl.truststore.location, at"
              + " ssl.keystore.location if the brokers ask for one, and at the address.");
    }
    return Optional.empty();
  }

  private static String named(String kind, Collection<String> names) {
    return names.isEmpty()
        ? "a " + kind
        : "%s %s".formatted(kind, String.join(", ", new TreeSet<>(names)));
  }
}
