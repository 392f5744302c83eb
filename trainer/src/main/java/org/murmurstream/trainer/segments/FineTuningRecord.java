package org.murmurstream.trainer.segments;

import java.util.List;
import org.murmurstream.trainer.frames.CodeVersion;

/**
 * What a run was made with, for its {@code run.json}.
 *
 * @param code version of this program
 * @param java version of the platform
 * @param encoderFrom as it was named
 * @param seeds of training
 * @param splitSeed of folds and of validation patients
 * @param folds how many
 * @param patients read
 * @param threads of PyTorch; 0 means one per core
 * @param settings of training
 */
public record FineTuningRecord(
    String code,
    String java,
    String encoderFrom,
    List<Long> seeds,
    long splitSeed,
    int folds,
    int patients,
    int threads,
    FineTuningSettings settings) {

  /** Of this program on this platform. */
  public FineTuningRecord(
      String encoderFrom,
      List<Long> seeds,
      long splitSeed,
      int folds,
      int patients,
      int threads,
      FineTuningSettings settings) {
    this(
        CodeVersion.ofThisProgram(),
        Runtime.version().toString(),
        encoderFrom,
        seeds,
        splitSeed,
        folds,
        patients,
        threads,
        settings);
  }
}
