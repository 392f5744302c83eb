package org.murmurstream.cli.main;

import org.murmurstream.benchmarks.main.BenchCommand;
import org.murmurstream.console.Program;
import org.murmurstream.kafka.main.CreateTopicsCommand;
import org.murmurstream.kafka.main.DlqCommand;
import org.murmurstream.kafka.main.PredictionsCommand;
import org.murmurstream.local.main.LocalCommand;
import org.murmurstream.model.main.EmbedCommand;
import org.murmurstream.model.main.ImportCheckpointCommand;
import org.murmurstream.proof.main.RigCommand;
import org.murmurstream.proof.main.StubCommand;
import org.murmurstream.proof.main.VerifyCommand;
import org.murmurstream.sim.main.FetchCircorCommand;
import org.murmurstream.sim.main.SimulateCommand;
import org.murmurstream.sim.main.SynthCommand;
import org.murmurstream.stream.main.StreamCommand;
import org.murmurstream.stream.main.TopologyCommand;
import org.murmurstream.trainer.main.AblateCommand;
import org.murmurstream.trainer.main.BundleCommand;
import org.murmurstream.trainer.main.ClassifyCommand;
import org.murmurstream.trainer.main.CompareCommand;
import org.murmurstream.trainer.main.DecideCommand;
import org.murmurstream.trainer.main.EvaluateCommand;
import org.murmurstream.trainer.main.FinetuneCommand;
import org.murmurstream.trainer.main.LearnCommand;
import org.murmurstream.trainer.main.ModelsCommand;
import org.murmurstream.trainer.main.PretrainCommand;
import org.murmurstream.trainer.main.ReleaseCommand;
import org.murmurstream.trainer.main.ReplayCommand;
import org.murmurstream.trainer.main.SplitCommand;
import org.murmurstream.trainer.main.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line: collects the commands of every module. */
@Command(
    description = {
      "Listens to heart sounds as they stream in through Kafka, and says of each exam whether a"
          + " murmur is Present, Absent or Unknown. Not a medical device.",
      ""
    },
    subcommands = {
      AblateCommand.class,
      BenchCommand.class,
      BundleCommand.class,
      ClassifyCommand.class,
      CompareCommand.class,
      CreateTopicsCommand.class,
      DecideCommand.class,
      DemoCommand.class,
      DlqCommand.class,
      DoctorCommand.class,
      EmbedCommand.class,
      EvaluateCommand.class,
      FetchCircorCommand.class,
      FinetuneCommand.class,
      ImportCheckpointCommand.class,
      LearnCommand.class,
      LocalCommand.class,
      ModelsCommand.class,
      PredictCommand.class,
      PredictionsCommand.class,
      PretrainCommand.class,
      ReleaseCommand.class,
      ReplayCommand.class,
      RigCommand.class,
      SimulateCommand.class,
      SplitCommand.class,
      StreamCommand.class,
      StubCommand.class,
      SynthCommand.class,
      TopologyCommand.class,
      TrainCommand.class,
      VerifyCommand.class
    },
    footer = {
      "  murmur demo                twelve synthetic patients, no cluster needed",
      "  murmur demo --exit         the same, ending by itself",
      "  murmur doctor              is this machine fit to run it?",
      "  murmur COMMAND --help      what a command does, with examples"
    })
public final class Murmur extends Program {

  public static void main(String[] args) {
    run(Murmur.class, args);
  }

  /** For a JVM that does other things, too. */
  public static CommandLine commandLine() {
    return commandLine(Murmur.class);
  }
}
