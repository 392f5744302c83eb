package org.murmurstream.trainer.committee;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.UserException;
import org.murmurstream.model.committee.LogisticRegression;
import org.murmurstream.model.committee.Scrutiny;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.run.JsonFiles;
import org.murmurstream.trainer.run.RunFolder;

/**
 * What follows the networks of a cross-validation, as {@code murmur decide} leaves it in a folder:
 * {@code decision.json}, {@code decision.safetensors}, {@code decision-flagged.safetensors}, and in
 * each {@code fold-N} a {@code beats.safetensors} and the decision that was fitted without the
 * patients of that fold.
 *
 * @param record what it was fitted on, and how good it is
 * @param beats the tensors of each fold's beat classifier
 * @param decision on a patient, fitted on all
 * @param heldOut likewise, for each fold on the patients of the others; empty if decisions were
 *     judged in other folds than those of the networks
 */
public record FittedDecision(
    DecisionRecord record,
    List<Map<String, Tensor>> beats,
    DecisionFit decision,
    List<DecisionFit> heldOut) {

  public FittedDecision {
    beats = List.copyOf(beats);
    heldOut = List.copyOf(heldOut);
  }

  /** What a cross-validation fitted. */
  public static FittedDecision of(DecisionRecord record, DecisionCrossValidation.Result result) {
    return new FittedDecision(
        record,
        result.forests().stream().map(forest -> forest.tensors()).toList(),
        result.decision(),
        result.heldOut().size() == result.forests().size() ? result.heldOut() : List.of());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws UserException if something is missing, naming it
   */
  public static FittedDecision read(Path folder) throws IOException {
    var run = new RunFolder(folder);
    DecisionRecord record = JsonFiles.read(required(run, run.decision()), DecisionRecord.class);
    var beats = new ArrayList<Map<String, Tensor>>();
    var heldOut = new ArrayList<DecisionFit>();
    for (int fold = 0; fold < record.networks().size(); fold++) {
      beats.add(Safetensors.read(required(run, run.fold(fold).beats())));
      if (Files.exists(run.fold(fold).scrutiny())) {
        heldOut.add(fit(run.fold(fold)));
      }
    }
    return new FittedDecision(record, beats, fit(run), heldOut);
  }

  private static DecisionFit fit(RunFolder place) throws IOException {
    return new DecisionFit(
        JsonFiles.read(required(place, place.scrutiny()), Scrutiny.class),
        LogisticRegression.of(Safetensors.read(required(place, place.decisionWeights()))),
        LogisticRegression.of(Safetensors.read(required(place, place.flaggedDecisionWeights()))));
  }

  private static void write(DecisionFit fit, RunFolder place) throws IOException {
    Safetensors.replace(place.decisionWeights(), fit.clean().tensors());
    Safetensors.replace(place.flaggedDecisionWeights(), fit.flagged().tensors());
    JsonFiles.write(place.scrutiny(), fit.scrutiny());
  }

  /** Writes everything into a folder; what says that all is there comes last. */
  public void write(Path folder) throws IOException {
    var run = new RunFolder(folder);
    Files.deleteIfExists(run.decision());
    for (int fold = 0; fold < beats.size(); fold++) {
      RunFolder place = run.fold(fold).create();
      Safetensors.replace(place.beats(), beats.get(fold));
      Files.deleteIfExists(place.scrutiny());
      if (!heldOut.isEmpty()) {
        write(heldOut.get(fold), place);
      }
    }
    write(decision, run);
    JsonFiles.write(run.decision(), record);
  }

  private static Path required(RunFolder folder, Path file) {
    if (!Files.exists(file)) {
      throw new UserException(
          "there is no decision in %s: %s is missing; let 'murmur decide' make it"
              .formatted(folder, folder.path().relativize(file)));
    }
    return file;
  }
}
