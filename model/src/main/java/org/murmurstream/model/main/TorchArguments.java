package org.murmurstream.model.main;

import org.murmurstream.model.engine.TorchOptions;
import picocli.CommandLine.Mixin;
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

  @Mixin private ProcessorOption processor;

  /** What was asked for. */
  public TorchOptions options() {
    return new TorchOptions(Math.max(0, threads), processor.processor());
  }
}
