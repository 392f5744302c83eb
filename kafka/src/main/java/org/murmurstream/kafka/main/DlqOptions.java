package org.murmurstream.kafka.main;

import org.murmurstream.kafka.Connection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where dead letters and their records are: a picocli mixin. */
final class DlqOptions {

  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "recordings-dlq",
      description = "Topic of the dead letters (default: ${DEFAULT-VALUE}).")
  private String topic;

  @Option(
      names = {"--recordings-topic", "--recordings"},
      paramLabel = "NAME",
      defaultValue = "recordings",
      description = "Topic that their records came from (default: ${DEFAULT-VALUE}).")
  private String recordings;

  Connection connection() {
    return connection.connection();
  }

  String topic() {
    return topic;
  }

  String recordings() {
    return recordings;
  }
}
