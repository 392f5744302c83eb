package org.murmurstream.cli.main;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.murmurstream.model.main.EmbedCommand;
import org.murmurstream.model.main.ImportCheckpointCommand;
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
import org.murmurstream.trainer.main.ModelsCommand;
import org.murmurstream.trainer.main.PretrainCommand;
import org.murmurstream.trainer.main.ReleaseCommand;
import org.murmurstream.trainer.main.ReplayCommand;
import org.murmurstream.trainer.main.SplitCommand;
import org.murmurstream.trainer.main.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line: collects the commands of every module. */
@Command(
    name = "murmur",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Listens to heart sounds as they stream in through Kafka, and says of each exam whether a"
          + " murmur is Present, Absent or Unknown. Not a medical device.",
      ""
    },
    subcommands = {
      AblateCommand.class,
      BundleCommand.class,
      ClassifyCommand.class,
      CompareCommand.class,
      CreateTopicsCommand.class,
      DecideCommand.class,
      DemoCommand.class,
      DoctorCommand.class,
      EmbedCommand.class,
      EvaluateCommand.class,
      FetchCircorCommand.class,
      FinetuneCommand.class,
      ImportCheckpointCommand.class,
      LocalCommand.class,
      ModelsCommand.class,
      PredictionsCommand.class,
      PretrainCommand.class,
      ReleaseCommand.class,
      ReplayCommand.class,
      SimulateCommand.class,
      SplitCommand.class,
      StreamCommand.class,
      SynthCommand.class,
      TopologyCommand.class,
      TrainCommand.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:fine",
      "1:failed: one sentence on standard error says why, and where the log is",
      "2:wrong usage or input: one sentence on standard error says what to mend"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur demo                twelve synthetic patients, no cluster needed",
      "  murmur demo --exit         the same, ending by itself",
      "  murmur doctor              is this machine fit to run it?",
      "  murmur COMMAND --help      what a command does, with examples"
    })
public final class Murmur implements Runnable {

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log on standard error in detail, and show stack traces.")
  private boolean verbose;

  @Option(
      names = "--log-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "Write the log to FILE. Without it, a log is kept in the temporary directory if the"
              + " command fails.")
  private Path logFile;

  @Spec private CommandSpec spec;

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  public static CommandLine commandLine() {
    var murmur = new Murmur();
    var execution = new Execution(() -> murmur.verbose, () -> murmur.logFile);
    return new CommandLine(murmur)
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(execution)
        .setExecutionExceptionHandler(execution)
        .setParameterExceptionHandler(execution);
  }
}
