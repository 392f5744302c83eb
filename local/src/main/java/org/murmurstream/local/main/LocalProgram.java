package org.murmurstream.local.main;

import org.murmurstream.console.Program;
import org.murmurstream.kafka.main.CreateTopicsCommand;
import org.murmurstream.kafka.main.PredictionsCommand;
import picocli.CommandLine.Command;

/** Broker and registry by themselves. */
@Command(
    description = {"A Kafka broker and a schema registry for development.", ""},
    subcommands = {CreateTopicsCommand.class, LocalCommand.class, PredictionsCommand.class},
    footer = {
      "  murmur local               localhost:9092 and http://localhost:8081",
      "  murmur COMMAND --help      what a command does, with examples"
    })
public final class LocalProgram extends Program {

  public static void main(String[] args) {
    run(LocalProgram.class, args);
  }
}
