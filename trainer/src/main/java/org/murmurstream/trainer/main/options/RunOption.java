package org.murmurstream.trainer.main.options;

import java.nio.file.Path;
import org.murmurstream.trainer.run.RunFolder;
import picocli.CommandLine.Option;

/** The folder of a run that is begun or goes on: a picocli mixin. */
public final class RunOption {

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "Where everything about this run is kept; made if missing.")
  private Path run;

  /** The folder. */
  public RunFolder folder() {
    return new RunFolder(run);
  }
}
