package org.murmurstream.trainer.frames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.murmurstream.core.UserException;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.model.frames.FrameScorer;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.learning.CropMaker;
import org.murmurstream.trainer.learning.FrameLearner;
import org.murmurstream.trainer.learning.FrameTraining;
import org.murmurstream.trainer.learning.Learner;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.TrainingException;
import org.murmurstream.trainer.learning.TrainingRecording;
import org.murmurstream.trainer.run.Checkpoint;
import org.murmurstream.trainer.run.EpochRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains one network in a folder of its own: {@code epochs.csv}, {@code checkpoint.safetensors}
 * after every epoch, {@code weights.safetensors} at the end, {@code outputs/} with what it hears.
 * Begun again in the same folder it goes on from the last whole epoch, exactly as it would have.
 */
final class FrameRun {

  private static final Logger LOG = LoggerFactory.getLogger(FrameRun.class);

  private static final String EPOCHS = "epochs.csv";
  private static final String TITLES = "epoch,loss,gradient_norm,ms_per_step,rss_mb";
  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final String OUTPUTS = "outputs";
  private static final String WEIGHTS = "weights.safetensors";

  private final Path folder;
  private final FrameTraining config;
  private final int epochs;
  private final long seed;
  private final TorchOptions torch;

  FrameRun(Path folder, FrameTraining config, int epochs, long seed, TorchOptions torch)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.config = config;
    this.epochs = epochs;
    this.seed = seed;
    this.torch = torch;
  }

  /**
   * Trains, unless that was done before.
   *
   * @param fresh gives the state to begin with
   * @throws UserException if the loss is not finite, or the checkpoint to go on from is damaged
   */
  void train(List<TrainingRecording> recordings, Supplier<LearnerState> fresh) throws IOException {
    if (Files.exists(folder.resolve(WEIGHTS))) {
      return;
    }
    Path checkpoint = folder.resolve(CHECKPOINT);
    LearnerState start = Checkpoint.resume(checkpoint, fresh, Function.identity());
    int steps = recordings.size() / config.batchSize();
    int done = (int) (start.steps() / steps);
    EpochRows rows = EpochRows.open(folder.resolve(EPOCHS), TITLES, done);
    var crops = new CropMaker(config);
    try (FrameLearner learner = FrameLearner.open(config, start, seed, torch)) {
      for (int epoch = done; epoch < epochs; epoch++) {
        try {
          rows.add(epoch(learner, crops, recordings, epoch, steps));
        } catch (TrainingException e) {
          throw new UserException(
              "%s, in epoch %d of %s; begin anew in another folder with a lower --learning-rate"
                  .formatted(e.getMessage(), epoch + 1, folder),
              e);
        }
        learner.state().write(checkpoint);
      }
      Safetensors.replace(folder.resolve(WEIGHTS), learner.averaged());
    }
  }

  /** What a network was written to have heard in a recording. */
  static FrameOutputs heard(Path folder, FrameDataSet.Entry entry) throws IOException {
    return FrameOutputFiles.read(output(folder, entry));
  }

  private static Path output(Path folder, FrameDataSet.Entry entry) {
    return folder.resolve(OUTPUTS).resolve(entry.name() + ".safetensors");
  }

  /** Writes what the trained network hears in each recording, unless that was done before. */
  Map<String, FrameOutputs> listen(List<FrameDataSet.Entry> entries) throws IOException {
    Files.createDirectories(folder.resolve(OUTPUTS));
    Map<String, Tensor> weights = Safetensors.read(folder.resolve(WEIGHTS));
    var heard = new LinkedHashMap<String, FrameOutputs>();
    try (FrameScorer scorer = FrameScorer.open(config.network(), weights, torch)) {
      for (FrameDataSet.Entry entry : entries) {
        Path file = output(folder, entry);
        if (!Files.exists(file)) {
          FrameOutputFiles.write(file, scorer.outputs(entry.recording().spectrogram()));
        }
        heard.put(entry.name(), FrameOutputFiles.read(file));
      }
    }
    return heard;
  }

  /** Trains for an epoch, and gives its row. */
  private String epoch(
      FrameLearner learner,
      CropMaker crops,
      List<TrainingRecording> recordings,
      int epoch,
      int steps)
      throws IOException {
    // Each epoch has random numbers of its own, so that going on equals never having stopped.
    var random = new Random(seed * 1_000_003 + epoch);
    var order = new ArrayList<>(recordings);
    Collections.shuffle(order, random);
    long start = System.nanoTime();
    double loss = 0;
    double norm = 0;
    for (int i = 0; i < steps; i++) {
      List<TrainingRecording> batch =
          order.subList(i * config.batchSize(), (i + 1) * config.batchSize());
      Learner.Step step = learner.step(crops.batch(batch, random));
      loss += step.loss() / steps;
      norm += step.gradientNorm() / steps;
    }
    double millis = (System.nanoTime() - start) / 1e6 / steps;
    LOG.atInfo()
        .addKeyValue("run", folder.getFileName())
        .addKeyValue("epoch", epoch + 1)
        .addKeyValue("loss", String.format(Locale.ROOT, "%.4f", loss))
        .addKeyValue("ms_per_step", Math.round(millis))
        .log("epoch done");
    return String.format(
        Locale.ROOT,
        "%d,%.5f,%.4f,%.1f,%d",
        epoch + 1,
        loss,
        norm,
        millis,
        ResidentMemory.megabytes());
  }
}
