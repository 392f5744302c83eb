package org.murmurstream.trainer.main.options;

import java.nio.file.Path;
import java.util.Optional;
import org.murmurstream.trainer.run.RunFolder;
import picocli.CommandLine.Option;

/** Where a training keeps spectrograms: a picocli mixin. */
public final class FeaturesOption {

  @Option(
      names = "--features",
      paramLabel = "DIR",
      description =
          "Where spectrograms are kept for the next time (default: features in the run's folder).")
  private Path features;

  /**
   * The folder.
   *
   * @param run the run's
   */
  public Path of(RunFolder run) {
    return Optional.ofNullable(features).orElse(run.features());
  }
}
