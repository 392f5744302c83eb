package org.murmurstream.kafka.main;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.murmurstream.kafka.topics.TopicAdmin;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur create-topics}. */
@Command(
    name = "create-topics",
    mixinStandardHelpOptions = true,
    description = {
      "Creates the topics of the catalogue that are missing, with their partitions, retention and"
          + " clean-up policy. Topics that exist are left as they are.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  murmur create-topics --bootstrap-servers kafka:9092 --replication 3"})
public final class CreateTopicsCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--replication",
      paramLabel = "N",
      description =
          "Copies of each partition (default: what the brokers are set to). With three or more, two"
              + " must have a record before it is acknowledged (min.insync.replicas=2).")
  private Short replication;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<String> created;
    try (var admin = new TopicAdmin(connection.connection(), PATIENCE)) {
      created = admin.create(TopicAdmin.catalogue(), Optional.ofNullable(replication));
    }
    spec.commandLine()
        .getOut()
        .println(
            created.isEmpty() ? "Nothing is missing." : "Created " + String.join(", ", created));
    return ExitCode.OK;
  }
}
