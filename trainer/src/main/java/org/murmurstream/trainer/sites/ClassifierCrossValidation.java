package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.core.Probabilities;
import org.murmurstream.data.split.Split;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.learning.ClassifierTraining;
import org.murmurstream.trainer.result.DecisionTable;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.Score;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.result.Spread;
import org.murmurstream.trainer.run.JsonFiles;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.SeedAnswers;
import org.murmurstream.trainer.run.Seeds;

/**
 * Trains classifiers, one per seed and fold, each in {@code seed-S/fold-N} of a run's folder, and
 * scores them on the patients that are neither learnt from nor choose the epoch.
 */
public final class ClassifierCrossValidation {

  private final RunFolder folder;
  private final ClassifierSettings settings;
  private final boolean bundles;
  private final TorchOptions torch;
  private final ProgressWatch progress;
  private final SeedAnswers<ScoredPatient> predictions = new SeedAnswers<>();

  /**
   * @param folder the run's, made if missing
   * @param bundles whether each classifier is to become a model bundle
   */
  public ClassifierCrossValidation(
      RunFolder folder,
      ClassifierSettings settings,
      boolean bundles,
      TorchOptions torch,
      ProgressWatch progress) {
    this.folder = folder;
    this.settings = settings;
    this.bundles = bundles;
    this.torch = torch;
    this.progress = progress;
  }

  /**
   * Trains on a fold with one seed, unless that was done before, and predicts.
   *
   * @throws org.murmurstream.core.UserException if training was begun with other settings, cannot
   *     go on from what is there, or the loss is no number
   */
  public List<ScoredPatient> run(Fold fold, long seed) throws IOException {
    List<EmbeddedPatient> taught = fold.patients(Split.Subset.TRAIN);
    List<EmbeddedPatient> choosing = fold.patients(Split.Subset.VALID);
    List<EmbeddedPatient> judged = fold.patients(Split.Subset.TEST);
    RunFolder place = folder.seed(seed).fold(fold.number()).create();
    long own = Seeds.ofFold(seed, fold.number());
    ClassifierTraining training =
        settings.training(
            fold.backbone().config().embeddingWidth(),
            taught.stream().map(EmbeddedPatient::patient).toList());
    JsonFiles.keep(
        place.config(),
        new FoldConfig(
            fold.backbone().origin().description(),
            fold.backbone().digest(),
            fold.hearing(),
            own,
            taught.size(),
            choosing.size(),
            judged.size(),
            settings,
            training),
        "settings or data");
    fold.split().keep(place.split());
    var run = new ClassifierRun(place, training, settings, own, torch);
    run.train(taught, choosing, progress);
    List<ScoredPatient> answers = predictions(judged, fold.number(), run.answers(judged));
    Score score = Score.of(answers);
    JsonFiles.write(place.metrics(), new FoldMetrics(run.best(), score));
    if (bundles) {
      new ClassifierBundle(fold, training, seed, run.best(), score)
          .save(place.bundle(), run.weights());
    }
    predictions.add(seed, answers);
    return answers;
  }

  /**
   * Writes what came of all folds that were run: predictions and figures of each seed, and of all
   * seeds together.
   */
  public Result finish() throws IOException {
    var scores = new TreeMap<Long, Score>();
    for (var seed : predictions.bySeed().entrySet()) {
      RunFolder place = folder.seed(seed.getKey());
      DecisionTable.writeHeldOut(place.predictions(), seed.getValue(), List.of());
      Score score = Score.of(seed.getValue());
      JsonFiles.write(place.metrics(), score);
      scores.put(seed.getKey(), score);
    }
    List<ScoredPatient> together =
        predictions.together(
            prediction -> prediction.patient().patientId(), ClassifierCrossValidation::mean);
    DecisionTable.writeHeldOut(folder.predictions(), together, List.of());
    var result = new Result(scores, together, Score.of(together));
    JsonFiles.write(folder.metrics(), Summary.of(result));
    return result;
  }

  /**
   * What came of it.
   *
   * @param scores of each seed, over the patients of all folds
   * @param together each patient's mean probabilities over the seeds
   * @param togetherScore of those
   */
  public record Result(Map<Long, Score> scores, List<ScoredPatient> together, Score togetherScore) {

    /** A figure over the seeds. */
    public Spread spread(Measure measure) {
      return Spread.of(scores.values().stream().map(score -> score.of(measure)).toList());
    }
  }

  /** Of a fold, for its {@code config.json}. */
  private record FoldConfig(
      String backbone,
      String encoderDigest,
      EmbeddingExtent hearing,
      long seed,
      int train,
      int valid,
      int test,
      ClassifierSettings settings,
      ClassifierTraining training) {}

  /** Of a fold, for its {@code metrics.json}. */
  private record FoldMetrics(ClassifierRun.Best chosen, Score test) {}

  /** Of all seeds, for {@code metrics.json}. */
  private record Summary(Map<Long, Score> seeds, Map<Measure, Spread> spread, Score together) {

    static Summary of(Result result) {
      var spread = new TreeMap<Measure, Spread>();
      for (Measure measure : Measure.OF_DECISIONS) {
        spread.put(measure, result.spread(measure));
      }
      return new Summary(result.scores(), spread, result.togetherScore());
    }
  }

  private static ScoredPatient mean(List<ScoredPatient> seeds) {
    ScoredPatient first = seeds.get(0);
    return ScoredPatient.heldOut(
        first.patient(),
        first.decision().fold().orElseThrow(),
        Probabilities.mean(seeds.stream().map(ScoredPatient::probabilities).toList()));
  }

  private static List<ScoredPatient> predictions(
      List<EmbeddedPatient> patients, int fold, List<Probabilities> answers) {
    var predictions = new ArrayList<ScoredPatient>();
    for (int i = 0; i < answers.size(); i++) {
      predictions.add(ScoredPatient.heldOut(patients.get(i).patient(), fold, answers.get(i)));
    }
    return predictions;
  }
}
