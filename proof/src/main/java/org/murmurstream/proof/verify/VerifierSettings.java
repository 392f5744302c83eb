package org.murmurstream.proof.verify;

import java.time.Duration;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.topics.TopicNames;

/**
 * What is verified, and how strictly.
 *
 * @param connection where Kafka and the registry are
 * @param topics what the topics are called
 * @param group consumer group of the application, which is its application id
 * @param policy the application's durations and limits
 * @param tolerance by how much numbers may differ; 0 for the same bits
 * @param patience how long the application is waited for
 * @param scope whose exams are judged
 */
public record VerifierSettings(
    Connection connection,
    TopicNames topics,
    String group,
    GatherPolicy policy,
    double tolerance,
    Duration patience,
    Scope scope) {

  /** Whose exams are judged. */
  public enum Scope {
    /** Those of the ledger: others may be in the middle of theirs. */
    LEDGER,
    /** All that lie in the topic, and every record that is none. */
    EVERYTHING
  }

  public VerifierSettings {
    if (!(tolerance >= 0 && Double.isFinite(tolerance))) {
      throw new IllegalArgumentException("tolerance must be at least 0, was " + tolerance);
    }
  }

  /** Of everything. */
  public VerifierSettings(
      Connection connection,
      TopicNames topics,
      String group,
      GatherPolicy policy,
      double tolerance,
      Duration patience) {
    this(connection, topics, group, policy, tolerance, patience, Scope.EVERYTHING);
  }
}
