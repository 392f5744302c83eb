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
 */
public record VerifierSettings(
    Connection connection,
    TopicNames topics,
    String group,
    GatherPolicy policy,
    double tolerance,
    Duration patience) {}
