package org.murmurstream.trainer.committee;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.UserException;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.run.JsonFiles;
import org.murmurstream.trainer.run.RunFolder;

/**
 * What follows the networks of a cross-validation, as {@code murmur decide} leaves it in a folder:
 * {@code decision.json}, {@code decision.safetensors}, {@code fold-N/beats.safetensors}.
 *
 * @param record what it was fitted on, and how good it is
 * @param beats the tensors of each fold's beat classifier
 * @param regression the tensors of the decision on a patient
 */
public record FittedDecision(
    DecisionRecord record, List<Map<String, Tensor>> beats, Map<String, Tensor> regression) {

  public FittedDecision {
    beats = List.copyOf(beats);
  }

  /** What a cross-validation fitted. */
  public static FittedDecision of(DecisionRecord record, DecisionCrossValidation.Result result) {
    return new FittedDecision(
        record,
        result.forests().stream().map(forest -> forest.tensors()).toList(),
        result.regression().tensors());
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
    for (int fold = 0; fold < record.networks().size(); fold++) {
      beats.add(Safetensors.read(required(run, run.fold(fold).beats())));
    }
    return new FittedDecision(
        record, beats, Safetensors.read(required(run, run.decisionWeights())));
  }

  /** Writes everything into a folder; what says that all is there comes last. */
  public void write(Path folder) throws IOException {
    var run = new RunFolder(folder);
    Files.deleteIfExists(run.decision());
    for (int fold = 0; fold < beats.size(); fold++) {
      Safetensors.replace(run.fold(fold).create().beats(), beats.get(fold));
    }
    Safetensors.replace(run.decisionWeights(), regression);
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
