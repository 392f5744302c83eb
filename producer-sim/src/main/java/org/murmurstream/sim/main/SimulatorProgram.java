package org.murmurstream.sim.main;

import org.murmurstream.console.Program;
import org.murmurstream.kafka.main.CreateTopicsCommand;
import org.murmurstream.kafka.main.PredictionsCommand;
import picocli.CommandLine.Command;

/** Devices by themselves: what uploads exams, and what shows how they were answered. */
@Command(
    description = {
      "Uploads exams as digital stethoscopes do, from recordings or synthetic hearts, and shows how"
          + " they were answered. Not a medical device.",
      ""
    },
    subcommands = {
      CreateTopicsCommand.class,
      FetchCircorCommand.class,
      PredictionsCommand.class,
      SimulateCommand.class,
      SynthCommand.class
    },
    footer = {
      "  murmur simulate --synthetic 12",
      "  murmur COMMAND --help      what a command does, with examples"
    })
public final class SimulatorProgram extends Program {

  public static void main(String[] args) {
    run(SimulatorProgram.class, args);
  }
}
