package org.murmurstream.model.main;

import org.murmurstream.model.engine.TorchOptions;
import picocli.CommandLine.Option;

/** Where a command computes: a picocli mixin. */
public final class ProcessorOption {

  @Option(
      names = "--processor",
      paramLabel = "WHERE",
      defaultValue = "auto",
      description =
          "Where to compute: auto, cpu or gpu (default: auto, the first GPU if there is one).")
  private TorchOptions.Processor processor;

  /** What was asked for. */
  public TorchOptions.Processor processor() {
    return processor;
  }
}
