package org.murmurstream.trainer.main.options;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that train on frames: a picocli mixin. */
public final class FrameTrainingOptions {

  @Mixin private DataOption data;

  @Option(
      names = "--epochs",
      defaultValue = "60",
      paramLabel = "N",
      description =
          "Passes over the recordings, one crop of each a pass (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = {"--batch-size", "--bs"},
      defaultValue = "64",
      paramLabel = "N",
      description = "Crops per step (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = {"--learning-rate", "--lr"},
      defaultValue = "0.0025",
      paramLabel = "RATE",
      description = "Peak of the learning rate (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Of folds, first weights, order and crops: the same seed gives the same weights on a CPU"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--folds-file",
      paramLabel = "FILE",
      description = "Take the folds of FILE (patient_id,fold) instead of drawing them.")
  private Path foldsFile;

  /** The recordings to learn from. */
  public Path data() {
    return data.folder();
  }

  /** Passes over the recordings. */
  public int epochs() {
    return epochs;
  }

  /** Crops per step. */
  public int batchSize() {
    return batchSize;
  }

  /** Peak of the learning rate. */
  public double learningRate() {
    return learningRate;
  }

  /** Of folds, weights, order and crops. */
  public long seed() {
    return seed;
  }

  /** A file of folds, if they are not to be drawn. */
  public Optional<Path> foldsFile() {
    return Optional.ofNullable(foldsFile);
  }
}
