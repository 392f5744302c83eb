package org.murmurstream.trainer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.murmurstream.core.UserException;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.Resumable;
import org.murmurstream.trainer.learning.TrainingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains in a folder, stage by stage: an epoch each, or some steps. After every stage there is a
 * row of a table and a checkpoint; begun again in the same folder, training goes on from the last
 * whole stage, exactly as it would have.
 */
public final class TrainingLoop {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

  private TrainingLoop() {}

  /** What a training counts. */
  public enum Unit {
    /** Passes over all there is. */
    EPOCH,
    /** Single steps, some of which make a stage. */
    STEP;

    private Path table(RunFolder folder) {
      return this == EPOCH ? folder.epochs() : folder.steps();
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Where something happened that came after some were done. */
    private String after(int done) {
      return this == EPOCH ? "in epoch " + (done + 1) : "after step " + done;
    }
  }

  /** What a training consists of. */
  public interface Stages<L extends Resumable> {

    /** What there is once training has ended. */
    Path outcome();

    /** What is counted. */
    default Unit unit() {
      return Unit.EPOCH;
    }

    /** The titles of the columns of the table, separated by commas; the first is the count. */
    String titles();

    /** The state to begin with. */
    LearnerState fresh();

    /**
     * What learns, from a state on.
     *
     * @throws UserException if the state is not one of it
     */
    L learner(LearnerState start);

    /** What is counted, by the steps that are done. */
    int done(long steps);

    /** Takes the rows of earlier stages. */
    default void resume(List<String> rows) {}

    /** Whether training is over. */
    boolean over(int done);

    /**
     * Trains for a stage.
     *
     * @param done what came before
     * @throws TrainingException if the loss is no number
     */
    Stage train(L learner, int done) throws IOException;

    /** Told that a stage has been written down. */
    default void trained(Stage stage) {}

    /** Told how far it has come. */
    default ProgressWatch progress() {
      return ProgressWatch.NONE;
    }

    /** Leaves the outcome. */
    void finish(L learner) throws IOException;
  }

  /**
   * What came of a stage.
   *
   * @param done what is counted, after it
   * @param means over its steps
   * @param row of the table
   */
  public record Stage(int done, StepMeans means, String row) {}

  /**
   * Trains, unless that was done before.
   *
   * @throws UserException if the loss is no number, naming epoch and folder, or what is there to go
   *     on from is damaged
   */
  public static <L extends Resumable> void run(RunFolder folder, Stages<L> stages)
      throws IOException {
    if (Files.exists(stages.outcome())) {
      LOG.atInfo().addKeyValue("run", folder).log("already trained");
      stages.progress().say("%s is trained already".formatted(folder));
      return;
    }
    folder.create();
    try (L learner = begin(folder.checkpoint(), stages)) {
      int done = stages.done(learner.steps());
      var table = ProgressTable.open(stages.unit().table(folder), stages.titles(), done);
      stages.resume(table.kept());
      if (done > 0) {
        stages
            .progress()
            .say("%s goes on after %s %d".formatted(folder, stages.unit().word(), done));
      }
      while (!stages.over(done)) {
        Stage stage = train(folder, stages, learner, done);
        table.add(stage.row());
        learner.state().write(folder.checkpoint());
        done = stage.done();
        report(folder, stages, stage);
        stages.trained(stage);
      }
      stages.finish(learner);
    }
  }

  /** At the beginning, or where the last whole stage ended. */
  private static <L extends Resumable> L begin(Path checkpoint, Stages<L> stages)
      throws IOException {
    if (!Files.exists(checkpoint)) {
      return stages.learner(stages.fresh());
    }
    try {
      return stages.learner(LearnerState.read(checkpoint));
    } catch (UserException e) {
      throw new UserException(
          "%s is damaged; remove it to begin this training anew (%s)"
              .formatted(checkpoint, e.getMessage()),
          e);
    }
  }

  private static <L extends Resumable> Stage train(
      RunFolder folder, Stages<L> stages, L learner, int done) throws IOException {
    try {
      return stages.train(learner, done);
    } catch (TrainingException e) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s, %s of %s, at a learning rate of %.3g; begin anew in another folder with a"
                  + " lower --learning-rate",
              e.getMessage(),
              stages.unit().after(done),
              folder,
              learner.learningRate()),
          e);
    }
  }

  private static void report(RunFolder folder, Stages<?> stages, Stage stage) {
    LOG.atInfo()
        .addKeyValue("run", folder)
        .addKeyValue(stages.unit().word(), stage.done())
        .addKeyValue("loss", String.format(Locale.ROOT, "%.4f", stage.means().loss()))
        .addKeyValue("ms_per_step", Math.round(stage.means().millis()))
        .log("trained");
  }
}
