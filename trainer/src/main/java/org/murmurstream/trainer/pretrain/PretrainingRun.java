package org.murmurstream.trainer.pretrain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.murmurstream.core.UserException;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.TensorCheck;
import org.murmurstream.trainer.encoder.Encoders;
import org.murmurstream.trainer.frames.ResidentMemory;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.MaskedCrops;
import org.murmurstream.trainer.learning.PretrainingConfig;
import org.murmurstream.trainer.learning.PretrainingLearner;
import org.murmurstream.trainer.learning.PretrainingWeights;
import org.murmurstream.trainer.learning.TrainingException;
import org.murmurstream.trainer.run.JsonFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pre-trains one encoder in a folder: {@code config.json}, {@code steps.csv}, {@code
 * checkpoint.safetensors} every so many steps, {@code encoder.safetensors} at the end. Begun again
 * in the same folder it goes on from the last checkpoint, exactly as it would have.
 */
public final class PretrainingRun {

  private static final Logger LOG = LoggerFactory.getLogger(PretrainingRun.class);

  private static final String STEPS = "steps.csv";
  private static final String TITLES =
      "step,loss,effective_rank,target_rank,gradient_norm,ms_per_step,rss_mb";
  private static final String CHECKPOINT = "checkpoint.safetensors";

  private static final long STEP_STRIDE = 0x9E3779B97F4A7C15L;

  private final Path folder;
  private final PretrainingConfig config;
  private final Optional<Known> from;
  private final long seed;
  private final int stepsPerReport;
  private final TorchOptions torch;

  /**
   * @param folder made if missing
   * @param from where the weights come from, if they are not to be random
   * @param stepsPerReport steps from one line of {@code steps.csv}, and checkpoint, to the next
   */
  public PretrainingRun(
      Path folder,
      PretrainingConfig config,
      Optional<Known> from,
      long seed,
      int stepsPerReport,
      TorchOptions torch)
      throws IOException {
    if (stepsPerReport < 1) {
      throw new UserException("steps per report must be at least 1");
    }
    this.folder = Files.createDirectories(folder);
    this.config = config;
    this.from = from;
    this.seed = seed;
    this.stepsPerReport = stepsPerReport;
    this.torch = torch;
  }

  /**
   * Trains, unless that was done before.
   *
   * @throws UserException if the folder was begun with other settings or recordings, its checkpoint
   *     is damaged, or the loss is no longer a number
   */
  public void train(SoundArchive archive) throws IOException {
    keep(archive);
    Path weights = folder.resolve(Encoders.WEIGHTS);
    if (Files.exists(weights)) {
      LOG.atInfo().addKeyValue("run", folder.getFileName()).log("already pre-trained");
      return;
    }
    Path checkpoint = folder.resolve(CHECKPOINT);
    LearnerState start =
        Files.exists(checkpoint) ? resumed(checkpoint) : PretrainingStart.of(config, from, seed);
    List<String> lines = linesUpTo(start.steps());
    int steps = config.optimiser().totalSteps();
    var batches = new ArchiveOrder(archive.recordings(), config.batchSize(), seed);
    try (PretrainingLearner learner = PretrainingLearner.open(config, start, seed, torch)) {
      for (int step = (int) start.steps(); step < steps; ) {
        int until = Math.min(steps, step + stepsPerReport);
        lines.add(steps(learner, batches, step, until));
        Files.write(folder.resolve(STEPS), lines);
        learner.state().write(checkpoint);
        step = until;
      }
      Safetensors.replace(weights, config.encoder().of(learner.state().weights()));
    } catch (TrainingException e) {
      throw new UserException(
          "%s; %s keeps the state of the last report. Pre-train in another folder with a lower --learning-rate"
              .formatted(e.getMessage(), folder),
          e);
    }
  }

  /** Some steps, and what is to be said of them. */
  private String steps(PretrainingLearner learner, ArchiveOrder batches, int first, int until)
      throws IOException {
    var watch = new CollapseWatch(config.encoder().width());
    long start = System.nanoTime();
    double loss = 0;
    double norm = 0;
    int count = until - first;
    for (int step = first; step < until; step++) {
      // Each step has random numbers of its own, so that going on equals never having stopped.
      var random = new Random(seed ^ (step + 1) * STEP_STRIDE);
      MaskedCrops crops = MaskedCrops.of(config.encoder(), batches.batch(step), random);
      PretrainingLearner.Step done =
          learner.step(crops.crops(), crops.spectrograms(), crops.order(), config.visible());
      watch.add(done);
      loss += done.loss() / count;
      norm += done.gradientNorm() / count;
    }
    double millis = (System.nanoTime() - start) / 1e6 / count;
    LOG.atInfo()
        .addKeyValue("run", folder.getFileName())
        .addKeyValue("step", until)
        .addKeyValue("of", config.optimiser().totalSteps())
        .addKeyValue("loss", String.format(Locale.ROOT, "%.4f", loss))
        .addKeyValue("effective_rank", String.format(Locale.ROOT, "%.1f", watch.embeddingRank()))
        .addKeyValue("ms_per_step", Math.round(millis))
        .log("pre-training");
    watch
        .warning()
        .ifPresent(
            warning ->
                LOG.atWarn()
                    .addKeyValue("run", folder.getFileName())
                    .addKeyValue("step", until)
                    .log(warning));
    return String.format(
        Locale.ROOT,
        "%d,%.5f,%.2f,%.2f,%.4f,%.1f,%d",
        until,
        loss,
        watch.embeddingRank(),
        watch.targetRank(),
        norm,
        millis,
        ResidentMemory.megabytes());
  }

  private LearnerState resumed(Path checkpoint) throws IOException {
    LearnerState state = LearnerState.read(checkpoint);
    List<String> complaints =
        TensorCheck.complaints(
            PretrainingWeights.shapes(config.encoder(), config.decoder()), state.weights());
    if (!complaints.isEmpty()) {
      throw new UserException(
          "%s does not belong to this run: %s; remove it to start afresh"
              .formatted(checkpoint, complaints.get(0)));
    }
    return state;
  }

  /** What was said of steps that are not to be done again. */
  private List<String> linesUpTo(long step) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(TITLES);
    Path file = folder.resolve(STEPS);
    if (Files.exists(file)) {
      Files.readAllLines(file).stream()
          .skip(1)
          .filter(line -> Long.parseLong(line.substring(0, line.indexOf(','))) <= step)
          .forEach(lines::add);
    }
    return lines;
  }

  /** Writes what decides the outcome, or makes sure that it is what was written before. */
  private void keep(SoundArchive archive) throws IOException {
    ObjectNode tree = JsonFiles.tree(config);
    tree.put("seed", seed);
    tree.put("recordings", archive.recordings().size());
    tree.put("recordedFrames", archive.frames());
    from.ifPresent(given -> tree.set("startedFrom", Encoders.record(given.encoder())));
    JsonFiles.keep(folder.resolve(Encoders.CONFIG), tree, "settings or recordings");
  }
}
