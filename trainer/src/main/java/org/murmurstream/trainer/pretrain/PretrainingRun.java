package org.murmurstream.trainer.pretrain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.murmurstream.core.UserException;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.TensorCheck;
import org.murmurstream.trainer.encoder.Encoders;
import org.murmurstream.trainer.learning.Learner;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.MaskedCrops;
import org.murmurstream.trainer.learning.PretrainingConfig;
import org.murmurstream.trainer.learning.PretrainingLearner;
import org.murmurstream.trainer.learning.PretrainingWeights;
import org.murmurstream.trainer.run.JsonFiles;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.ResidentMemory;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.StepMeans;
import org.murmurstream.trainer.run.TrainingLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pre-trains one encoder in a folder. Begun again in the same folder it goes on from the last
 * checkpoint, exactly as it would have.
 */
public final class PretrainingRun {

  private static final Logger LOG = LoggerFactory.getLogger(PretrainingRun.class);

  private static final long STEP_STRIDE = 0x9E3779B97F4A7C15L;

  private final RunFolder folder;
  private final PretrainingConfig config;
  private final Optional<Known> from;
  private final long seed;
  private final int stepsPerReport;
  private final TorchOptions torch;
  private final ProgressWatch progress;

  /**
   * @param folder made if missing
   * @param from where the weights come from, if they are not to be random
   * @param stepsPerReport steps from one line of {@code steps.csv}, and checkpoint, to the next
   * @param progress told of every step
   */
  public PretrainingRun(
      RunFolder folder,
      PretrainingConfig config,
      Optional<Known> from,
      long seed,
      int stepsPerReport,
      TorchOptions torch,
      ProgressWatch progress)
      throws IOException {
    if (stepsPerReport < 1) {
      throw new UserException("steps per report must be at least 1");
    }
    this.folder = folder.create();
    this.config = config;
    this.from = from;
    this.seed = seed;
    this.stepsPerReport = stepsPerReport;
    this.torch = torch;
    this.progress = progress;
  }

  /**
   * Trains, unless that was done before.
   *
   * @throws UserException if the folder was begun with other settings or recordings, its checkpoint
   *     is damaged, or the loss is no longer a number
   */
  public void train(SoundArchive archive) throws IOException {
    keep(archive);
    TrainingLoop.run(folder, new Reports(archive));
  }

  /** Writes what decides the outcome, or makes sure that it is what was written before. */
  private void keep(SoundArchive archive) throws IOException {
    ObjectNode tree = JsonFiles.tree(config);
    tree.put("seed", seed);
    tree.put("recordings", archive.recordings().size());
    tree.put("recordedFrames", archive.frames());
    from.ifPresent(given -> tree.set("startedFrom", Encoders.record(given.encoder())));
    JsonFiles.keep(folder.config(), tree, "settings or recordings");
  }

  private final class Reports implements TrainingLoop.Stages<PretrainingLearner> {

    private final ArchiveOrder batches;

    Reports(SoundArchive archive) {
      this.batches = new ArchiveOrder(archive.recordings(), config.batchSize(), seed);
    }

    @Override
    public ProgressWatch progress() {
      return progress;
    }

    @Override
    public Path outcome() {
      return folder.encoder();
    }

    @Override
    public TrainingLoop.Unit unit() {
      return TrainingLoop.Unit.STEP;
    }

    @Override
    public String titles() {
      return "step,loss,effective_rank,target_rank,gradient_norm,ms_per_step,rss_mb";
    }

    @Override
    public LearnerState fresh() {
      return PretrainingStart.of(config, from, seed);
    }

    @Override
    public PretrainingLearner learner(LearnerState start) {
      List<String> complaints =
          TensorCheck.complaints(
              PretrainingWeights.shapes(config.encoder(), config.decoder()), start.weights());
      if (!complaints.isEmpty()) {
        throw new UserException("these are not the weights of this run: " + complaints.get(0));
      }
      return PretrainingLearner.open(config, start, seed, torch);
    }

    @Override
    public int done(long steps) {
      return Math.toIntExact(steps);
    }

    @Override
    public boolean over(int done) {
      return done >= config.optimiser().totalSteps();
    }

    @Override
    public TrainingLoop.Stage train(PretrainingLearner learner, int done) throws IOException {
      int until = Math.min(config.optimiser().totalSteps(), done + stepsPerReport);
      var watch = new CollapseWatch(config.encoder().width());
      StepMeans means =
          StepMeans.of(
              learner,
              until - done,
              i -> step(learner, watch, done + i),
              (i, loss) ->
                  progress.at(
                      "Pre-training",
                      done + i,
                      config.optimiser().totalSteps(),
                      String.format(Locale.ROOT, "loss %.3f", loss)));
      watch
          .warning()
          .ifPresent(
              warning ->
                  LOG.atWarn().addKeyValue("run", folder).addKeyValue("step", until).log(warning));
      return new TrainingLoop.Stage(
          until,
          means,
          String.format(
              Locale.ROOT,
              "%d,%.5f,%.2f,%.2f,%.4f,%.1f,%d",
              until,
              means.loss(),
              watch.embeddingRank(),
              watch.targetRank(),
              means.gradientNorm(),
              means.millis(),
              ResidentMemory.megabytes()));
    }

    @Override
    public void finish(PretrainingLearner learner) throws IOException {
      Safetensors.replace(folder.encoder(), config.encoder().of(learner.state().weights()));
    }

    private Learner.Step step(PretrainingLearner learner, CollapseWatch watch, int step) {
      // Each step has random numbers of its own, so that going on equals never having stopped.
      var random = new Random(seed ^ (step + 1) * STEP_STRIDE);
      MaskedCrops crops = MaskedCrops.of(config.encoder(), batches.batch(step), random);
      PretrainingLearner.Step done =
          learner.step(crops.crops(), crops.spectrograms(), crops.order(), config.visible());
      watch.add(done);
      return new Learner.Step(done.loss(), done.gradientNorm());
    }
  }
}
