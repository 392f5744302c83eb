package org.murmurstream.sim.main;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.murmurstream.console.Progress;
import org.murmurstream.data.circor.CircorWriter;
import org.murmurstream.sim.synthetic.SyntheticHearts;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code murmur synth}. */
@Command(
    name = "synth",
    mixinStandardHelpOptions = true,
    description = {
      "Writes synthetic patients as a folder in the layout of the CirCor data set: 4 kHz recordings"
          + " of several sites, the true marks of every heart beat, the true finding.",
      "The same seed gives the same bytes on every machine. Synthetic hearts are for running and"
          + " testing; they say nothing about how well a model hears real ones.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur synth hearts --patients 100 --seed 7",
      "  murmur simulate --data hearts --speed 0"
    })
public final class SynthCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR",
      description = "Folder to write; made if missing, files of the same names are replaced.")
  private Path folder;

  @Option(
      names = "--patients",
      paramLabel = "N",
      defaultValue = "12",
      description = "How many patients (default: ${DEFAULT-VALUE}).")
  private int patients;

  @Mixin private SyntheticOptions synthetic;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    SyntheticHearts hearts = synthetic.hearts(patients);
    try (Progress progress = Progress.of("synth", patients)) {
      new CircorWriter(folder).write(hearts, patientId -> progress.step());
    }
    spec.commandLine().getOut().println("Wrote %d patients to %s.".formatted(patients, folder));
    return ExitCode.OK;
  }
}
