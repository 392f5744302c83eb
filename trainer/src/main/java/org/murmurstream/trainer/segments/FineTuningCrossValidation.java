package org.murmurstream.trainer.segments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.split.Split;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.learning.FineTuningConfig;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.Spread;
import org.murmurstream.trainer.run.JsonFiles;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.SeedAnswers;
import org.murmurstream.trainer.run.Seeds;

/**
 * Fine-tunes encoders, one per seed and fold, each in {@code seed-S/fold-N} of a run's folder, and
 * scores them on the patients that are neither learnt from nor choose the epoch. The folder of a
 * seed can be used as that of a {@code murmur train}: each fold has its own encoder.
 */
public final class FineTuningCrossValidation {

  private final RunFolder folder;
  private final FineTuningSettings settings;
  private final TorchOptions torch;
  private final ProgressWatch progress;
  private final SeedAnswers<JudgedPatient> judged = new SeedAnswers<>();

  /**
   * @param folder the run's
   */
  public FineTuningCrossValidation(
      RunFolder folder, FineTuningSettings settings, TorchOptions torch, ProgressWatch progress) {
    this.folder = folder;
    this.settings = settings;
    this.torch = torch;
    this.progress = progress;
  }

  /**
   * Trains on a fold with one seed, unless that was done before, and judges.
   *
   * @param fold its number, from 0
   * @param backbone the encoder to start from
   * @param recordings as the encoder's front end hears them
   * @throws org.murmurstream.core.UserException if training was begun with other settings, cannot
   *     go on from what is there, or the loss is no number
   */
  public void run(int fold, Split split, Encoder backbone, LabelledRecordings recordings, long seed)
      throws IOException {
    RunFolder place = folder.seed(seed).fold(fold).create();
    long own = Seeds.ofFold(seed, fold);
    List<LabelledRecording> taught = recordings.of(split, Split.Subset.TRAIN);
    List<LabelledRecording> choosing = recordings.of(split, Split.Subset.VALID);
    List<LabelledRecording> test = recordings.of(split, Split.Subset.TEST);
    Segments segments = Segments.of(backbone.frontEnd(), FineTuningSettings.WINDOWS, taught);
    FineTuningConfig config = settings.config(backbone, segments.labels());
    split.keep(place.split());
    ObjectNode kept = JsonFiles.tree(config);
    kept.put("startedFrom", backbone.origin().description())
        .put("encoderDigest", backbone.digest());
    kept.put("seed", own);
    kept.put("trainRecordings", taught.size()).put("trainSegments", segments.labels().size());
    kept.put("validRecordings", choosing.size()).put("testRecordings", test.size());
    JsonFiles.keep(place.config(), kept, "settings or data");

    var run = new FineTuningRun(place, config, own, torch);
    run.train(backbone.weights(), segments, choosing, progress);
    List<JudgedPatient> answers = patients(test, run.judge(test), fold);
    JudgedPatient.write(place.predictions(), answers);
    JsonFiles.write(place.metrics(), new FoldMetrics(run.best(), JudgedScore.of(answers)));
    judged.add(seed, answers);
  }

  /** What came of the folds that were run. */
  public Result result() {
    var scores = new TreeMap<Long, Map<JudgedPatient.Rule, JudgedScore>>();
    judged.bySeed().forEach((seed, patients) -> scores.put(seed, JudgedScore.of(patients)));
    return new Result(
        scores, judged.together(one -> one.patient().patientId(), JudgedPatient::together));
  }

  /** Writes what came of all folds: of each seed, and of all seeds together. */
  public void write(Result result) throws IOException {
    for (var seed : judged.bySeed().entrySet()) {
      JudgedPatient.write(folder.seed(seed.getKey()).predictions(), seed.getValue());
      JsonFiles.write(folder.seed(seed.getKey()).metrics(), result.scores().get(seed.getKey()));
    }
    JudgedPatient.write(folder.predictions(), result.together());
    JsonFiles.write(folder.metrics(), Summary.of(result));
  }

  /**
   * What came of it.
   *
   * @param scores of each seed by each rule, over the patients of all folds that were run
   * @param together each patient by the mean probabilities of all seeds
   */
  public record Result(
      Map<Long, Map<JudgedPatient.Rule, JudgedScore>> scores, List<JudgedPatient> together) {

    /** A figure over the seeds. */
    public Spread spread(JudgedPatient.Rule rule, Measure measure) {
      return Spread.of(
          scores.values().stream().map(score -> score.get(rule).score().of(measure)).toList());
    }
  }

  /** Of a fold, for its {@code metrics.json}. */
  private record FoldMetrics(BestEpoch chosen, Map<JudgedPatient.Rule, JudgedScore> test) {}

  /** Of all seeds, for {@code metrics.json}. */
  private record Summary(
      Map<Long, Map<JudgedPatient.Rule, JudgedScore>> seeds,
      Map<JudgedPatient.Rule, JudgedScore> together) {

    static Summary of(Result result) {
      return new Summary(result.scores(), JudgedScore.of(result.together()));
    }
  }

  private static List<JudgedPatient> patients(
      List<LabelledRecording> recordings, List<double[]> logits, int fold) {
    var byPatient = new LinkedHashMap<LabelledPatient, List<double[]>>();
    for (int i = 0; i < logits.size(); i++) {
      byPatient
          .computeIfAbsent(recordings.get(i).patient(), patient -> new ArrayList<>())
          .add(logits.get(i));
    }
    return byPatient.entrySet().stream()
        .map(patient -> JudgedPatient.of(patient.getKey(), fold, patient.getValue()))
        .toList();
  }
}
