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

  private static final String RECORD = "decision.json";
  private static final String REGRESSION = "decision.safetensors";

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
    DecisionRecord record = JsonFiles.read(required(folder, RECORD), DecisionRecord.class);
    var beats = new ArrayList<Map<String, Tensor>>();
    for (int fold = 0; fold < record.networks().size(); fold++) {
      beats.add(Safetensors.read(required(folder, beats(fold))));
    }
    return new FittedDecision(record, beats, Safetensors.read(required(folder, REGRESSION)));
  }

  /** Writes everything into a folder; what says that all is there comes last. */
  public void write(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(RECORD));
    for (int fold = 0; fold < beats.size(); fold++) {
      Path file = folder.resolve(beats(fold));
      Files.createDirectories(file.getParent());
      Safetensors.replace(file, beats.get(fold));
    }
    Safetensors.replace(folder.resolve(REGRESSION), regression);
    JsonFiles.write(folder.resolve(RECORD), record);
  }

  private static String beats(int fold) {
    return "fold-" + fold + "/beats.safetensors";
  }

  private static Path required(Path folder, String file) {
    if (!Files.exists(folder.resolve(file))) {
      throw new UserException(
          "there is no decision in %s: %s is missing; let 'murmur decide' make it"
              .formatted(folder, file));
    }
    return folder.resolve(file);
  }
}
