package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.UserException;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.sites.Standardisation;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.learning.ClassifierLearner;
import org.murmurstream.trainer.learning.ClassifierTraining;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.TokenBatch;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.run.ProgressTable;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.Seeds;
import org.murmurstream.trainer.run.StepMeans;
import org.murmurstream.trainer.run.TrainingLoop;

/** Trains one classifier in a folder of its own; its weights are those of the best epoch. */
final class ClassifierRun {

  private final RunFolder folder;
  private final ClassifierTraining training;
  private final ClassifierSettings settings;
  private final long seed;
  private final TorchOptions torch;

  ClassifierRun(
      RunFolder folder,
      ClassifierTraining training,
      ClassifierSettings settings,
      long seed,
      TorchOptions torch) {
    this.folder = folder;
    this.training = training;
    this.settings = settings;
    this.seed = seed;
    this.torch = torch;
  }

  /**
   * Trains, unless that was done before.
   *
   * @throws UserException if the loss is not finite, or the checkpoint to go on from is damaged
   */
  void train(List<EmbeddedPatient> taught, List<EmbeddedPatient> choosing, ProgressWatch progress)
      throws IOException {
    TrainingLoop.run(folder, new Epochs(taught, choosing, progress));
  }

  /** The trained weights, with the standardisation among them. */
  Map<String, Tensor> weights() throws IOException {
    return Safetensors.read(folder.weights());
  }

  /** What the trained classifier says of patients. */
  List<Probabilities> answers(List<EmbeddedPatient> patients) throws IOException {
    Map<String, Tensor> weights = weights();
    try (ClassifierLearner learner = learner(LearnerState.fresh(weights))) {
      var table = new TokenTable(training.classifier(), Standardisation.of(weights), patients);
      return learner.evaluate(table.all()).probabilities();
    }
  }

  /** What the best epoch came to, and its number from 1. */
  Best best() throws IOException {
    List<Validation> epochs = validations(ProgressTable.read(folder.epochs()));
    int best = Validation.best(epochs);
    return new Best(best + 1, epochs.size(), epochs.get(best));
  }

  /**
   * The epoch that was chosen.
   *
   * @param epoch from 1
   * @param epochs how many there were
   * @param validation what chose it
   */
  record Best(int epoch, int epochs, Validation validation) {}

  private ClassifierLearner learner(LearnerState start) {
    return ClassifierLearner.open(training, start, seed, torch);
  }

  private List<Validation> validations(List<String> rows) {
    Path file = folder.epochs();
    return rows.stream()
        .map(
            row ->
                new Validation(
                    ProgressTable.value(file, row, 1),
                    ProgressTable.value(file, row, 2),
                    ProgressTable.value(file, row, 3)))
        .toList();
  }

  private final class Epochs implements TrainingLoop.Stages<ClassifierLearner> {

    private final List<EmbeddedPatient> choosing;
    private final ProgressWatch progress;
    private final Standardisation standardisation;
    private final TokenTable taught;
    private final TokenBatch validation;
    private final List<Validation> validations = new ArrayList<>();

    Epochs(List<EmbeddedPatient> taught, List<EmbeddedPatient> choosing, ProgressWatch progress) {
      this.choosing = choosing;
      this.progress = progress;
      this.standardisation = TokenTable.standardisation(training.classifier().sites(), taught);
      this.taught = new TokenTable(training.classifier(), standardisation, taught);
      this.validation = new TokenTable(training.classifier(), standardisation, choosing).all();
    }

    @Override
    public ProgressWatch progress() {
      return progress;
    }

    @Override
    public Path outcome() {
      return folder.weights();
    }

    @Override
    public String titles() {
      return "epoch,valid_wacc,valid_uar,valid_loss,loss,gradient_norm,learning_rate,ms_per_step";
    }

    @Override
    public LearnerState fresh() {
      return ClassifierLearner.fresh(training, standardisation, seed);
    }

    @Override
    public ClassifierLearner learner(LearnerState start) {
      return ClassifierRun.this.learner(start);
    }

    @Override
    public int done(long steps) {
      return (int) (steps / settings.steps(taught.size()));
    }

    @Override
    public void resume(List<String> rows) {
      validations.addAll(validations(rows));
    }

    @Override
    public boolean over(int done) {
      return done >= settings.epochs() || Validation.exhausted(validations, settings.patience());
    }

    @Override
    public TrainingLoop.Stage train(ClassifierLearner learner, int done) throws IOException {
      StepMeans means = epoch(learner, done);
      Validation now = validation(learner.evaluate(validation));
      validations.add(now);
      if (Validation.best(validations) == done) {
        Safetensors.replace(folder.best(), learner.weights());
      }
      // What decides is written with all digits, for it is read again to go on.
      String decisive =
          "%d,%s,%s,%s".formatted(done + 1, now.weightedAccuracy(), now.uar(), now.loss());
      return new TrainingLoop.Stage(
          done + 1,
          means,
          decisive
              + String.format(
                  Locale.ROOT,
                  ",%.5f,%.4f,%.3e,%.1f",
                  means.loss(),
                  means.gradientNorm(),
                  means.learningRate(),
                  means.millis()));
    }

    @Override
    public void trained(TrainingLoop.Stage stage) {
      progress.at(
          folder.toString(),
          stage.done(),
          settings.epochs(),
          String.format(
              Locale.ROOT,
              "validation W.acc %.3f%s",
              validations.get(stage.done() - 1).weightedAccuracy(),
              over(stage.done()) ? ", ended" : ""));
    }

    @Override
    public void finish(ClassifierLearner learner) throws IOException {
      Files.move(
          folder.best(),
          folder.weights(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(folder.checkpoint());
    }

    private StepMeans epoch(ClassifierLearner learner, int epoch) {
      Random random = Seeds.ofEpoch(seed, epoch);
      var order = new ArrayList<>(IntStream.range(0, taught.size()).boxed().toList());
      Collections.shuffle(order, random);
      int size = settings.batchSize();
      return StepMeans.of(
          learner,
          settings.steps(taught.size()),
          i -> {
            List<Integer> rows = order.subList(i * size, Math.min((i + 1) * size, order.size()));
            return learner.step(
                settings.specAugment() ? taught.augmented(rows, random) : taught.batch(rows));
          });
    }

    private Validation validation(ClassifierLearner.Evaluation evaluation) {
      List<LabelledPatient> who = choosing.stream().map(EmbeddedPatient::patient).toList();
      var predictions = new ArrayList<ScoredPatient>();
      for (int i = 0; i < who.size(); i++) {
        predictions.add(ScoredPatient.heldOut(who.get(i), 0, evaluation.probabilities().get(i)));
      }
      return new Validation(
          Measure.WACC.of(predictions), Measure.UAR.of(predictions), evaluation.loss());
    }
  }
}
