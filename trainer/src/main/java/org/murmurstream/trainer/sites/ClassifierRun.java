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
import org.murmurstream.trainer.learning.Learner;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.TokenBatch;
import org.murmurstream.trainer.learning.TrainingException;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.run.Checkpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains one classifier in a folder of its own: {@code epochs.csv}, {@code best.safetensors} and
 * {@code checkpoint.safetensors} on the way, {@code weights.safetensors} in the end, which are
 * those of the best epoch. Begun again in the same folder it goes on from the last whole epoch,
 * exactly as it would have.
 */
final class ClassifierRun {

  private static final Logger LOG = LoggerFactory.getLogger(ClassifierRun.class);

  private static final String EPOCHS = "epochs.csv";
  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final String BEST = "best.safetensors";
  private static final String WEIGHTS = "weights.safetensors";

  private final Path folder;
  private final ClassifierTraining training;
  private final ClassifierSettings settings;
  private final long seed;
  private final TorchOptions torch;

  ClassifierRun(
      Path folder,
      ClassifierTraining training,
      ClassifierSettings settings,
      long seed,
      TorchOptions torch)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.training = training;
    this.settings = settings;
    this.seed = seed;
    this.torch = torch;
  }

  /** Trains, unless that was done before. */
  void train(
      List<EmbeddedPatient> taught, List<EmbeddedPatient> choosing, TrainingProgress progress)
      throws IOException {
    if (Files.exists(folder.resolve(WEIGHTS))) {
      return;
    }
    Standardisation standardisation =
        TokenTable.standardisation(training.classifier().sites(), taught);
    var table = new TokenTable(training.classifier(), standardisation, taught);
    var validation = new TokenTable(training.classifier(), standardisation, choosing).all();
    int steps = settings.steps(table.size());
    try (ClassifierLearner learner = begin(standardisation)) {
      int done = (int) (learner.steps() / steps);
      EpochTable epochs = EpochTable.open(folder.resolve(EPOCHS), done);
      while (!ended(epochs)) {
        int epoch = epochs.validations().size();
        EpochTable.Training trained = epoch(learner, table, epoch);
        ClassifierLearner.Evaluation evaluation = learner.evaluate(validation);
        epochs.add(validation(choosing, evaluation), trained);
        if (Validation.best(epochs.validations()) == epoch) {
          Safetensors.replace(folder.resolve(BEST), learner.weights());
        }
        learner.state().write(folder.resolve(CHECKPOINT));
        report(epochs, progress);
      }
    }
    Files.move(
        folder.resolve(BEST),
        folder.resolve(WEIGHTS),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(folder.resolve(CHECKPOINT));
  }

  /** The trained weights, with the standardisation among them. */
  Map<String, Tensor> weights() throws IOException {
    return Safetensors.read(folder.resolve(WEIGHTS));
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
    int count = Files.readAllLines(folder.resolve(EPOCHS)).size() - 1;
    List<Validation> epochs = EpochTable.open(folder.resolve(EPOCHS), count).validations();
    int best = Validation.best(epochs);
    return new Best(best + 1, count, epochs.get(best));
  }

  /**
   * The epoch that was chosen.
   *
   * @param epoch from 1
   * @param epochs how many there were
   * @param validation what chose it
   */
  record Best(int epoch, int epochs, Validation validation) {}

  private boolean ended(EpochTable epochs) {
    return epochs.validations().size() >= settings.epochs()
        || Validation.exhausted(epochs.validations(), settings.patience());
  }

  /** At the beginning, or where the last whole epoch ended. */
  private ClassifierLearner begin(Standardisation standardisation) throws IOException {
    return Checkpoint.resume(
        folder.resolve(CHECKPOINT),
        () -> ClassifierLearner.fresh(training, standardisation, seed),
        this::learner);
  }

  private ClassifierLearner learner(LearnerState start) {
    return ClassifierLearner.open(training, start, seed, torch);
  }

  private EpochTable.Training epoch(ClassifierLearner learner, TokenTable table, int epoch) {
    // Each epoch has random numbers of its own, so that going on equals never having stopped.
    var random = new Random(seed * 1_000_003 + epoch);
    var order = new ArrayList<>(IntStream.range(0, table.size()).boxed().toList());
    Collections.shuffle(order, random);
    int steps = settings.steps(table.size());
    long start = System.nanoTime();
    double loss = 0;
    double norm = 0;
    double rate = 0;
    for (int i = 0; i < steps; i++) {
      int first = i * settings.batchSize();
      List<Integer> rows =
          order.subList(first, Math.min(first + settings.batchSize(), order.size()));
      rate = learner.learningRate();
      Learner.Step step =
          step(
              learner,
              settings.specAugment() ? table.augmented(rows, random) : table.batch(rows),
              epoch);
      loss += step.loss() / steps;
      norm += step.gradientNorm() / steps;
    }
    return new EpochTable.Training(loss, norm, rate, (System.nanoTime() - start) / 1e6 / steps);
  }

  private Learner.Step step(ClassifierLearner learner, TokenBatch batch, int epoch) {
    try {
      return learner.step(batch);
    } catch (TrainingException e) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s, in epoch %d of %s, at a learning rate of %.3g; begin anew with a lower --lr",
              e.getMessage(),
              epoch + 1,
              folder,
              learner.learningRate()),
          e);
    }
  }

  private static Validation validation(
      List<EmbeddedPatient> patients, ClassifierLearner.Evaluation evaluation) {
    List<LabelledPatient> who = patients.stream().map(EmbeddedPatient::patient).toList();
    var predictions = new ArrayList<ScoredPatient>();
    for (int i = 0; i < who.size(); i++) {
      predictions.add(ScoredPatient.heldOut(who.get(i), 0, evaluation.probabilities().get(i)));
    }
    return new Validation(
        Measure.WACC.of(predictions), Measure.UAR.of(predictions), evaluation.loss());
  }

  private void report(EpochTable epochs, TrainingProgress progress) {
    int epoch = epochs.validations().size();
    Validation validation = epochs.validations().get(epoch - 1);
    LOG.atInfo()
        .addKeyValue("run", folder)
        .addKeyValue("epoch", epoch)
        .addKeyValue("validWacc", String.format(Locale.ROOT, "%.3f", validation.weightedAccuracy()))
        .log("epoch done");
    progress.epoch(folder.toString(), epoch, ended(epochs), validation);
  }
}
