package org.murmurstream.model.main;

import org.murmurstream.model.engine.TorchOptions;
import picocli.CommandLine.Option;

/** The options of commands that run a model. */
public final class TorchArguments {

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Threads of a computation on the CPU (default: one per core). Fewer can be faster where"
              + " others use the cores too; the results are the same.")
  private int threads;

  @Option(
      names = "--processor",
      paramLabel = "WHERE",
      defaultValue = "auto",
      description =
          "Where to compute: auto, cpu or gpu (default: auto, the first GPU if there is one).")
  private TorchOptions.Processor processor;

  /** What was asked for. */
  public TorchOptions options() {
    return new TorchOptions(Math.max(0, threads), processor);
  }
}
