package org.murmurstream.model.main;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which bundle decides: a picocli mixin. */
public final class BundleOption {

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description =
          "Model bundle that decides, or 'untrained' for a tiny one of random weights (default: the"
              + " bundle that comes with this program, else the untrained one).")
  private Path folder;

  /** What was named, if anything; {@code Bundles} finds it. */
  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }
}
