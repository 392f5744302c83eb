package org.murmurstream.trainer.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a run, of one of its seeds or of one of its folds: what every file in it is called.
 * A folder of several seeds holds {@code seed-S/fold-N}, one of a single seed {@code fold-N}.
 *
 * @param path where it is; it need not exist
 */
public record RunFolder(Path path) {

  private static final String SEED = "seed-";
  private static final String FOLD = "fold-";

  /** The folder of a seed. */
  public RunFolder seed(long seed) {
    return in(SEED + seed);
  }

  /** The folder of a fold, counted from 0. */
  public RunFolder fold(int fold) {
    return in(FOLD + fold);
  }

  /** The run whose networks this one goes on from. */
  public RunFolder first() {
    return in("first");
  }

  /** The folder of a classifier that is compared with others. */
  public RunFolder variant(String name) {
    return in(name);
  }

  /** The folders of seeds that are there, by name. */
  public List<RunFolder> seeds() {
    return inside(SEED);
  }

  /** The folders of folds that are there, by name. */
  public List<RunFolder> folds() {
    return inside(FOLD);
  }

  /** What the run was made with, {@link RunRecord}. */
  public Path record() {
    return path.resolve("run.json");
  }

  /** Which patients were held out in which fold. */
  public Path foldsFile() {
    return path.resolve("folds.csv");
  }

  /** Which patients were learnt from, chose the epoch, and were judged. */
  public Path split() {
    return path.resolve("split.csv");
  }

  /** Everything that decides the outcome of a training. */
  public Path config() {
    return path.resolve("config.json");
  }

  /** A row for each epoch. */
  public Path epochs() {
    return path.resolve("epochs.csv");
  }

  /** A row for some steps each, of a training that has no epochs. */
  public Path steps() {
    return path.resolve("steps.csv");
  }

  /** Where a training that was stopped goes on. */
  public Path checkpoint() {
    return path.resolve("checkpoint.safetensors");
  }

  /** The weights of the best epoch so far. */
  public Path best() {
    return path.resolve("best.safetensors");
  }

  /** The weights of a trained network. */
  public Path weights() {
    return path.resolve("weights.safetensors");
  }

  /** The weights of a trained encoder alone. */
  public Path encoder() {
    return path.resolve("encoder.safetensors");
  }

  /** The weights of the classifier that was trained with it. */
  public Path head() {
    return path.resolve("head.safetensors");
  }

  /** What a network gives for each frame of a recording. */
  public Path outputs(String recording) {
    return path.resolve("outputs").resolve(recording + ".safetensors");
  }

  /** Figures over the patients held out. */
  public Path metrics() {
    return path.resolve("metrics.json");
  }

  /** What classifiers say of each patient held out. */
  public Path predictions() {
    return path.resolve("predictions.csv");
  }

  /** What {@code murmur decide} says of each patient held out. */
  public Path decisions() {
    return path.resolve("decisions.csv");
  }

  /** What a decision was fitted on. */
  public Path decision() {
    return path.resolve("decision.json");
  }

  /** The tensors of a decision. */
  public Path decisionWeights() {
    return path.resolve("decision.safetensors");
  }

  /** The tensors of the decision on patients on whom a flag is raised. */
  public Path flaggedDecisionWeights() {
    return path.resolve("decision-flagged.safetensors");
  }

  /** What is looked at in the sound of patients, and the limits of what is familiar. */
  public Path scrutiny() {
    return path.resolve("scrutiny.json");
  }

  /** What networks make of distorted recordings. */
  public Path distorted() {
    return path.resolve("distorted");
  }

  /** The tensors of a fold's beat classifier. */
  public Path beats() {
    return path.resolve("beats.safetensors");
  }

  /** The model bundle of a fold. */
  public Path bundle() {
    return path.resolve("bundle");
  }

  /** Spectrograms that are kept for the next time. */
  public Path features() {
    return path.resolve("features");
  }

  /** Embeddings that are kept for the next time. */
  public Path embeddings() {
    return path.resolve("embeddings");
  }

  /** Figures and pictures for people. */
  public Path report() {
    return path.resolve("report");
  }

  /** A table for people. */
  public Path table() {
    return path.resolve("table.md");
  }

  /** The same for programs. */
  public Path tableData() {
    return path.resolve("table.csv");
  }

  /** The patients held out with what was decided: decisions, or else predictions; if any. */
  public Optional<Path> decided() {
    return Stream.of(decisions(), predictions()).filter(Files::exists).findFirst();
  }

  /** Makes the folder if it is missing. */
  public RunFolder create() throws IOException {
    Files.createDirectories(path);
    return this;
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private RunFolder in(String name) {
    return new RunFolder(path.resolve(name));
  }

  private List<RunFolder> inside(String prefix) {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(path)) {
      return all.filter(folder -> folder.getFileName().toString().startsWith(prefix))
          .filter(Files::isDirectory)
          .sorted()
          .map(RunFolder::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
