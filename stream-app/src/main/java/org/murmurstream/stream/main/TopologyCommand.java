package org.murmurstream.stream.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.topics.Topics;
import org.murmurstream.stream.MurmurTopology;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur topology}. */
@Command(
    name = "topology",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the application's topology as Kafka Streams describes it: sources, processors, stores"
          + " and sinks by name. Needs no broker.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  murmur topology", "  murmur topology --out topology.txt"})
public final class TopologyCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write it to FILE instead of standard output.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String description = MurmurTopology.describe(Topics.of(AvroSerdes.inMemory())).toString();
    if (out == null) {
      spec.commandLine().getOut().print(description);
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
    try {
      Files.writeString(out, description);
    } catch (IOException e) {
      throw new UserException("%s cannot be written.".formatted(out), e);
    }
    return ExitCode.OK;
  }
}
