package org.murmurstream.trainer.main.options;

import org.murmurstream.kafka.main.ConnectionOptions;
import org.murmurstream.kafka.releases.ReleaseTopic;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a command finds the topic of releases: a picocli mixin. */
public final class ReleaseTopicOptions {

  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "models",
      description = "Topic of the releases (default: ${DEFAULT-VALUE}).")
  private String topic;

  /** The topic. */
  public ReleaseTopic topic() {
    return new ReleaseTopic(connection.connection(), topic);
  }
}
