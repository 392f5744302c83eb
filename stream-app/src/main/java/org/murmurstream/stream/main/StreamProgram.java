package org.murmurstream.stream.main;

import org.murmurstream.console.Program;
import org.murmurstream.kafka.main.CreateTopicsCommand;
import picocli.CommandLine.Command;

/** The application by itself, for machines that run nothing else. */
@Command(
    description = {
      "Listens to heart sounds as they stream in through Kafka, and says of each exam whether a"
          + " murmur is Present, Absent or Unknown. Not a medical device.",
      ""
    },
    subcommands = {CreateTopicsCommand.class, StreamCommand.class, TopologyCommand.class},
    footer = {
      "  murmur stream --bootstrap-servers kafka:9092 --registry http://registry:8081",
      "  murmur COMMAND --help      what a command does, with examples"
    })
public final class StreamProgram extends Program {

  public static void main(String[] args) {
    run(StreamProgram.class, args);
  }
}
