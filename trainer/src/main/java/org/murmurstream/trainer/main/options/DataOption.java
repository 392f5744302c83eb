package org.murmurstream.trainer.main.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The data set that is learnt from: a picocli mixin. */
public final class DataOption {

  @Option(
      names = {"--data", "--data-root"},
      required = true,
      paramLabel = "DIR",
      description =
          "Recordings, findings and, where they are learnt from, experts' marks, in the layout of the"
              + " CirCor data set.")
  private Path data;

  /** The folder. */
  public Path folder() {
    return data;
  }
}
