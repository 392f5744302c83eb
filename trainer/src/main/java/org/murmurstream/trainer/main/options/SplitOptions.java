package org.murmurstream.trainer.main.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.UserException;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.split.Folds;
import org.murmurstream.data.split.Split;
import org.murmurstream.trainer.encoder.FoldEncoders;
import org.murmurstream.trainer.run.RunFolder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say who is learnt from, who chooses the epoch and who is judged. */
public final class SplitOptions {

  private static final int FOLDS = 3;

  @ArgGroup private Where where;

  @Option(
      names = "--shared-subjects",
      description =
          "Allow a --split or --folds-file that has a person on two sides under two ids, to repeat"
              + " a published one.")
  private boolean sharedSubjects;

  @Option(
      names = "--validation-parts",
      defaultValue = "7",
      paramLabel = "N",
      description =
          "Of folds: the training patients are cut into N parts, and one of them chooses the epoch"
              + " (default: ${DEFAULT-VALUE}).")
  private int validationParts;

  @Option(
      names = "--split-seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of folds and of validation patients (default: ${DEFAULT-VALUE}).")
  private long splitSeed;

  /** Where patients are held out; at most one way. */
  private static final class Where {

    @Option(
        names = "--folds",
        paramLabel = "N",
        description =
            "Draw N folds, grouped by subject and stratified (default: 3, or those of the run that the"
                + " encoders come from).")
    private Integer folds;

    @Option(
        names = "--folds-file",
        paramLabel = "FILE",
        description = "Take the folds of FILE (patient_id,fold).")
    private Path foldsFile;

    @Option(
        names = "--split",
        paramLabel = "FILE",
        description = "Take one split from FILE (patient_id,subset: train, valid or test).")
    private Path split;
  }

  /**
   * Who is held out.
   *
   * @param folds if there are any
   * @param splits one for each fold, or a single one
   */
  public record HeldOut(Optional<Folds> folds, List<Split> splits) {

    /** Writes {@code folds.csv}, or {@code split.csv} if there are no folds. */
    public void write(RunFolder folder) throws IOException {
      if (folds.isPresent()) {
        folds.get().write(folder.foldsFile());
      } else {
        splits.get(0).write(folder.split());
      }
    }
  }

  /** Seed of folds and of validation patients. */
  public long seed() {
    return splitSeed;
  }

  /**
   * Draws or reads folds or a split; those of encoders that know some of the patients are taken
   * from them.
   *
   * @param encoders the name of the backbones, for people
   */
  public HeldOut heldOut(FoldEncoders backbones, String encoders, List<LabelledPatient> patients)
      throws IOException {
    Optional<Path> known = backbones.split();
    if (where != null && (known.isPresent() || backbones.folds().isPresent())) {
      throw new UserException(
          "the encoders of %s know the patients of all folds but their own; leave out --folds, --folds-file and --split"
              .formatted(encoders));
    }
    if (where != null && where.split != null) {
      known = Optional.of(where.split);
    }
    if (known.isPresent()) {
      return new HeldOut(
          Optional.empty(), List.of(Split.read(known.get(), patients, sharedSubjects)));
    }
    Folds folds = folds(backbones, patients);
    return new HeldOut(
        Optional.of(folds),
        Split.ofFolds(patients, folds, validationParts, splitSeed, sharedSubjects));
  }

  private Folds folds(FoldEncoders backbones, List<LabelledPatient> patients) throws IOException {
    if (backbones.folds().isPresent()) {
      return backbones.folds().get();
    }
    if (where != null && where.foldsFile != null) {
      return Folds.read(where.foldsFile);
    }
    int count = where == null || where.folds == null ? FOLDS : where.folds;
    return Folds.draw(patients, count, splitSeed);
  }
}
