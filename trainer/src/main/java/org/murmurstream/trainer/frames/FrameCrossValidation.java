package org.murmurstream.trainer.frames;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.data.split.Folds;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.trainer.encoder.Encoders;
import org.murmurstream.trainer.learning.FrameTraining;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.run.JsonFiles;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.RunRecord;
import org.murmurstream.trainer.run.Seeds;
import org.murmurstream.trainer.run.Trial;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains one network per fold on the patients of the other folds, and writes what each gives for
 * the recordings of all patients: of those held out, for whatever is to be fitted on honest
 * outputs, and of those it was trained on.
 *
 * <p>The run's folder holds {@code run.json}, {@code folds.csv}, {@code metrics.json} over all
 * patients, and a folder for each fold with {@code config.json} and {@code metrics.json} of its
 * own. Folds may be run by different processes, all in one folder.
 */
public final class FrameCrossValidation {

  private static final Logger LOG = LoggerFactory.getLogger(FrameCrossValidation.class);

  private final RunFolder folder;
  private final FrameSettings settings;
  private final TorchOptions torch;
  private final ProgressWatch progress;

  /**
   * @param folder the run's, made if missing
   * @param progress told of the epochs of each fold
   */
  public FrameCrossValidation(
      RunFolder folder, FrameSettings settings, TorchOptions torch, ProgressWatch progress) {
    this.folder = folder;
    this.settings = settings;
    this.torch = torch;
    this.progress = progress;
  }

  /** Of which nobody is told how far it has come. */
  public FrameCrossValidation(RunFolder folder, FrameSettings settings, TorchOptions torch) {
    this(folder, settings, torch, ProgressWatch.NONE);
  }

  /**
   * Whether all folds were run before, and all patients scored, with just these settings and data.
   *
   * @throws UserException if with others
   */
  public boolean isFinished(FrameDataSet data, DataVersion version) throws IOException {
    if (!Files.exists(folder.metrics())) {
      return false;
    }
    Folds folds = folds(data);
    boolean trained = true;
    for (int fold = 0; fold < folds.count(); fold++) {
      keep(fold, config(data, folds, fold), version);
      trained &= Files.exists(folder.fold(fold).weights());
    }
    return trained;
  }

  /**
   * Runs folds, and scores all patients together once every fold has been run.
   *
   * @param version of the data, for the records
   * @param only the one fold to run, or all of them
   * @return the score of each fold that was run, and last that of all folds, if there is one; each
   *     on patients who were held out
   */
  public List<FrameScore> run(FrameDataSet data, DataVersion version, Optional<Integer> only)
      throws IOException {
    folder.create();
    Folds folds = folds(data);
    Trial trial = Trial.of(List.of(settings.seed()), folds.count(), only);
    for (int fold : trial.folds()) {
      keep(fold, config(data, folds, fold), version);
    }
    RunRecord.of(torch.threads(), settings.record(version)).write(folder);
    var scores = new ArrayList<FrameScore>();
    trial.run(
        fold -> config(data, folds, fold),
        (config, fold, seed) ->
            scores.add(run(data, folds, fold, config, Seeds.ofFold(seed, fold))));
    if (only.isEmpty()) {
      FrameScore all = FrameScore.of(data.entries(), heldOut(data, folds));
      JsonFiles.write(folder.metrics(), all);
      scores.add(all);
    }
    return scores;
  }

  /** Writes what a fold's network depends on, or makes sure that it is what was written before. */
  private void keep(int fold, FrameTraining config, DataVersion version) throws IOException {
    ObjectNode tree = JsonFiles.tree(config);
    settings.start().ifPresent(start -> tree.set("startedFrom", Encoders.record(start)));
    tree.set("frontEnd", JsonFiles.tree(FrameSettings.FRONT_END));
    settings.draws().ifPresent(draws -> tree.set("draws", JsonFiles.tree(draws)));
    Optional<Path> network = settings.network(fold);
    if (network.isPresent()) {
      tree.put("networksFrom", Sha256.of(network.get()));
    }
    tree.put("epochs", settings.epochs());
    tree.put("seed", Seeds.ofFold(settings.seed(), fold));
    tree.put("dataSha256", version.sha256());
    JsonFiles.keep(folder.fold(fold).create().config(), tree, "settings or data");
  }

  private FrameTraining config(FrameDataSet data, Folds folds, int fold) {
    return settings.config(taught(data, folds, fold).size());
  }

  private static List<FrameDataSet.Entry> taught(FrameDataSet data, Folds folds, int fold) {
    return data.entries().stream()
        .filter(entry -> folds.of(entry.patient().patientId()) != fold)
        .toList();
  }

  /** What the network gives for each recording that did not know the patient. */
  private Map<String, FrameOutputs> heldOut(FrameDataSet data, Folds folds) throws IOException {
    var outputs = new LinkedHashMap<String, FrameOutputs>();
    for (FrameDataSet.Entry entry : data.entries()) {
      RunFolder place = folder.fold(folds.of(entry.patient().patientId()));
      outputs.put(entry.name(), FrameOutputFiles.read(place.outputs(entry.name())));
    }
    return outputs;
  }

  private FrameScore run(FrameDataSet data, Folds folds, int fold, FrameTraining config, long seed)
      throws IOException {
    List<FrameDataSet.Entry> heldOut =
        data.entries().stream().filter(e -> folds.of(e.patient().patientId()) == fold).toList();
    List<FrameDataSet.Entry> taught = taught(data, folds, fold);
    RunFolder place = folder.fold(fold);
    var run = new FrameRun(place, config, settings.epochs(), seed, torch, progress);
    settings.start().ifPresent(start -> tellOfHeldOut(start, fold));
    LearnerState start = settings.start(config, fold, seed);
    run.train(taught.stream().map(FrameDataSet.Entry::recording).toList(), () -> start);
    FrameScore score = FrameScore.of(heldOut, run.outputs("held out", heldOut));
    JsonFiles.write(place.metrics(), score);
    LOG.atInfo()
        .addKeyValue("fold", fold)
        .addKeyValue("auc_present", score.aucPresent().estimate())
        .addKeyValue("auc_unknown", score.aucUnknown().estimate())
        .addKeyValue("exact_states", score.exactStates())
        .log("fold done");
    int outputs = run.outputs("taught", taught).size();
    LOG.atInfo().addKeyValue("fold", fold).addKeyValue("recordings", outputs).log("outputs kept");
    return score;
  }

  private static void tellOfHeldOut(Encoder start, int fold) {
    int excluded =
        start.origin().trainedOn().map(heard -> heard.path("excludedFold").asInt(-1)).orElse(-1);
    if (excluded == fold) {
      return;
    }
    if (start.origin().labelled()) {
      LOG.atWarn()
          .addKeyValue("fold", fold)
          .log(
              "the encoder to start from has learnt from labels; unless it held out the patients that"
                  + " are held out here, their scores are no result");
      return;
    }
    LOG.atWarn()
        .addKeyValue("fold", fold)
        .log(
            "the encoder to start from may have heard patients held out here, without their"
                + " labels; 'murmur pretrain --exclude-fold' keeps them from it");
  }

  private Folds folds(FrameDataSet data) throws IOException {
    Path file = folder.foldsFile();
    if (settings.folds().isPresent()) {
      Folds given = Folds.read(settings.folds().get());
      if (Files.exists(file) && !Folds.read(file).equals(given)) {
        throw new UserException(
            "%s was begun with other folds than those of %s; give the same ones, or another folder"
                .formatted(folder, settings.folds().get()));
      }
      given.write(file);
    } else if (!Files.exists(file)) {
      Folds.draw(data.patients(), settings.foldCount(), settings.seed()).write(file);
    }
    return Folds.read(file);
  }
}
