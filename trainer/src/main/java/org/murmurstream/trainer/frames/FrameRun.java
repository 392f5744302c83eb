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
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.TrainingRecording;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.ResidentMemory;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.Seeds;
import org.murmurstream.trainer.run.StepMeans;
import org.murmurstream.trainer.run.TrainingLoop;

/** Trains one network in a folder of its own, and writes what it gives for recordings. */
final class FrameRun {

  private final RunFolder folder;
  private final FrameTraining config;
  private final int epochs;
  private final long seed;
  private final TorchOptions torch;
  private final ProgressWatch progress;

  FrameRun(
      RunFolder folder,
      FrameTraining config,
      int epochs,
      long seed,
      TorchOptions torch,
      ProgressWatch progress) {
    this.folder = folder;
    this.config = config;
    this.epochs = epochs;
    this.seed = seed;
    this.torch = torch;
    this.progress = progress;
  }

  /**
   * Trains, unless that was done before.
   *
   * @param fresh gives the state to begin with
   * @throws UserException if the loss is not finite, or the checkpoint to go on from is damaged
   */
  void train(List<TrainingRecording> recordings, Supplier<LearnerState> fresh) throws IOException {
    TrainingLoop.run(folder, new Epochs(recordings, fresh));
  }

  /**
   * What the trained network gives for each recording, unless that was written before.
   *
   * @param whom it hears, for people
   */
  Map<String, FrameOutputs> outputs(String whom, List<FrameDataSet.Entry> entries)
      throws IOException {
    Map<String, Tensor> weights = Safetensors.read(folder.weights());
    var all = new LinkedHashMap<String, FrameOutputs>();
    try (FrameScorer scorer = FrameScorer.open(config.network(), weights, torch)) {
      int heard = 0;
      for (FrameDataSet.Entry entry : entries) {
        Path file = folder.outputs(entry.name());
        if (!Files.exists(file)) {
          Files.createDirectories(file.getParent());
          FrameOutputFiles.write(file, scorer.outputs(entry.recording().spectrogram()));
        }
        all.put(entry.name(), FrameOutputFiles.read(file));
        heard++;
        progress.at("%s hears %s".formatted(name(), whom), heard, entries.size(), "");
      }
    }
    return all;
  }

  private String name() {
    return folder.path().getFileName().toString();
  }

  private final class Epochs implements TrainingLoop.Stages<FrameLearner> {

    private final List<TrainingRecording> recordings;
    private final Supplier<LearnerState> fresh;
    private final CropMaker crops = new CropMaker(config);
    private final int steps;

    Epochs(List<TrainingRecording> recordings, Supplier<LearnerState> fresh) {
      this.recordings = recordings;
      this.fresh = fresh;
      this.steps = recordings.size() / config.batchSize();
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
      return "epoch,loss,gradient_norm,ms_per_step,rss_mb";
    }

    @Override
    public LearnerState fresh() {
      return fresh.get();
    }

    @Override
    public FrameLearner learner(LearnerState start) {
      return FrameLearner.open(config, start, seed, torch);
    }

    @Override
    public int done(long stepsDone) {
      return (int) (stepsDone / steps);
    }

    @Override
    public boolean over(int done) {
      return done >= epochs;
    }

    @Override
    public TrainingLoop.Stage train(FrameLearner learner, int done) throws IOException {
      Random random = Seeds.ofEpoch(seed, done);
      var order = new ArrayList<>(recordings);
      Collections.shuffle(order, random);
      int size = config.batchSize();
      StepMeans means =
          StepMeans.of(
              learner,
              steps,
              i -> learner.step(crops.batch(order.subList(i * size, (i + 1) * size), random)),
              (i, loss) -> tell(done, i, loss));
      return new TrainingLoop.Stage(
          done + 1,
          means,
          String.format(
              Locale.ROOT,
              "%d,%.5f,%.4f,%.1f,%d",
              done + 1,
              means.loss(),
              means.gradientNorm(),
              means.millis(),
              ResidentMemory.megabytes()));
    }

    @Override
    public void finish(FrameLearner learner) throws IOException {
      Safetensors.replace(folder.weights(), learner.averaged());
    }

    private void tell(int epoch, int step, double loss) {
      progress.at(
          name(),
          (long) epoch * steps + step,
          (long) epochs * steps,
          String.format(Locale.ROOT, "epoch %d of %d, loss %.3f", epoch + 1, epochs, loss));
    }
  }
}
