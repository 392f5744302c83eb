package org.murmurstream.trainer.frames;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.data.split.Folds;
import org.murmurstream.trainer.run.JsonFiles;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.RunRecord;

/** The folder of a {@code murmur train} that has run all its folds. */
public final class FinishedRun {

  private final RunFolder folder;
  private final Folds folds;
  private final RunRecord record;
  private final List<TrainedFold> trained;

  private FinishedRun(RunFolder folder, Folds folds, RunRecord record, List<TrainedFold> trained) {
    this.folder = folder;
    this.folds = folds;
    this.record = record;
    this.trained = List.copyOf(trained);
  }

  /**
   * Finds a run.
   *
   * @throws UserException if it is not finished, naming what is missing, or a run of something else
   */
  public static FinishedRun open(RunFolder folder) throws IOException {
    require(folder, folder.foldsFile());
    Folds folds = Folds.read(folder.foldsFile());
    var trained = new ArrayList<TrainedFold>();
    for (int fold = 0; fold < folds.count(); fold++) {
      RunFolder place = folder.fold(fold);
      require(folder, place.config());
      require(folder, place.weights());
      trained.add(TrainedFold.open(place));
    }
    require(folder, folder.record());
    require(folder, folder.metrics());
    RunRecord record = RunRecord.read(folder);
    record.frames(folder);
    return new FinishedRun(folder, folds, record, trained);
  }

  /**
   * Finds runs that held out the same patients in the same folds.
   *
   * @throws UserException if they did not, or one is not finished
   */
  public static List<FinishedRun> open(List<Path> folders) throws IOException {
    var runs = new ArrayList<FinishedRun>();
    for (Path folder : folders) {
      FinishedRun run = open(new RunFolder(folder));
      if (!runs.isEmpty() && !run.folds.equals(runs.get(0).folds)) {
        throw new UserException(
            "%s and %s have other folds; only runs with the same --folds-file go together"
                .formatted(runs.get(0).folder, folder));
      }
      runs.add(run);
    }
    return List.copyOf(runs);
  }

  /** Which patients were held out when. */
  public Folds folds() {
    return folds;
  }

  /** SHA-256 of {@code folds.csv}, in hexadecimal digits. */
  public String foldsDigest() throws IOException {
    return Sha256.of(folder.foldsFile());
  }

  /** What it was made with. */
  public RunRecord record() {
    return record;
  }

  /** The part of that which is about frames. */
  public RunRecord.OnFrames frames() {
    return record.frames(folder);
  }

  /** What was trained in a fold. */
  public TrainedFold fold(int fold) {
    return trained.get(fold);
  }

  /** How well the networks do by themselves: {@code metrics.json}. */
  public JsonNode metrics() throws IOException {
    return JsonFiles.read(folder.metrics(), JsonNode.class);
  }

  private static void require(RunFolder folder, Path file) {
    if (!Files.exists(file)) {
      throw new UserException(
          "the run %s is not finished: %s is missing; let 'murmur train' run all folds first"
              .formatted(folder, folder.path().relativize(file)));
    }
  }
}
