package org.murmurstream.trainer.segments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.murmurstream.core.EarException;
import org.murmurstream.core.UserException;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.encoder.EncoderRunner;
import org.murmurstream.model.encoder.Origin;
import org.murmurstream.model.encoder.WindowPlan;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.sites.SegmentHead;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.model.tensor.TensorCheck;
import org.murmurstream.trainer.learning.FineTuningConfig;
import org.murmurstream.trainer.learning.FineTuningLearner;
import org.murmurstream.trainer.learning.Learner;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.TrainingException;
import org.murmurstream.trainer.run.ProgressTable;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.ResidentMemory;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.Seeds;
import org.murmurstream.trainer.run.StepMeans;
import org.murmurstream.trainer.run.TrainingLoop;

/** Fine-tunes one encoder in a folder of its own; encoder and head are those of the best epoch. */
final class FineTuningRun {

  private final RunFolder folder;
  private final FineTuningConfig config;
  private final long seed;
  private final TorchOptions torch;

  /**
   * @param folder where it is kept
   * @param seed of the head, of the order of segments and of what is hidden of them
   */
  FineTuningRun(RunFolder folder, FineTuningConfig config, long seed, TorchOptions torch) {
    this.folder = folder;
    this.config = config;
    this.seed = seed;
    this.torch = torch;
  }

  /**
   * Trains, unless that was done before.
   *
   * @param encoder the weights to start from
   * @param choosing recordings whose segments choose the epoch
   * @throws UserException if the loss or the encoder's output is not finite, or what is there to go
   *     on from is damaged
   */
  void train(
      Map<String, Tensor> encoder,
      Segments taught,
      List<LabelledRecording> choosing,
      ProgressWatch progress)
      throws IOException {
    TrainingLoop.run(folder, new Epochs(encoder, taught, choosing, progress));
  }

  /** The epoch that was chosen. */
  BestEpoch best() throws IOException {
    return BestEpoch.of(accuracies(ProgressTable.read(folder.epochs())));
  }

  /** What is said of each recording: the mean of the logits of its segments, side by side. */
  List<double[]> judge(List<LabelledRecording> recordings) throws IOException {
    var head = new SegmentHead(Safetensors.read(folder.head()));
    Map<String, Tensor> weights = Safetensors.read(folder.encoder());
    var logits = new ArrayList<double[]>();
    WindowPlan plan = config.windows().sideBySide();
    try (EncoderRunner encoder = runner(weights)) {
      for (LabelledRecording recording : recordings) {
        logits.add(head.logits(encoder.windows(recording.spectrogram(), plan)));
      }
    }
    return logits;
  }

  private List<Double> accuracies(List<String> rows) {
    return rows.stream().map(row -> ProgressTable.value(folder.epochs(), row, 1)).toList();
  }

  private EncoderRunner runner(Map<String, Tensor> weights) {
    if (!TensorCheck.notFinite(weights).isEmpty()) {
      throw new EarException("the encoder gave values that are not finite");
    }
    EncoderConfig encoder = config.encoder();
    var origin = Origin.of(Origin.Kind.FINE_TUNING, folder.path().getFileName().toString());
    return EncoderRunner.open(
        new Encoder(config.frontEnd(), encoder, encoder.of(weights), origin), torch);
  }

  private final class Epochs implements TrainingLoop.Stages<FineTuningLearner> {

    private final Map<String, Tensor> encoder;
    private final Segments taught;
    private final List<LabelledRecording> choosing;
    private final ProgressWatch progress;
    private final List<Double> accuracies = new ArrayList<>();

    Epochs(
        Map<String, Tensor> encoder,
        Segments taught,
        List<LabelledRecording> choosing,
        ProgressWatch progress) {
      this.encoder = encoder;
      this.taught = taught;
      this.choosing = choosing;
      this.progress = progress;
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
    public String titles() {
      return "epoch,valid_accuracy,loss,gradient_norm,learning_rate,ms_per_step,rss_mb";
    }

    @Override
    public LearnerState fresh() {
      return FineTuningLearner.fresh(config, encoder, seed);
    }

    @Override
    public FineTuningLearner learner(LearnerState start) {
      return FineTuningLearner.open(config, start, seed, torch);
    }

    @Override
    public int done(long steps) {
      return (int) (steps / config.optimiser().stepsPerEpoch());
    }

    @Override
    public void resume(List<String> rows) {
      accuracies.addAll(accuracies(rows));
    }

    @Override
    public boolean over(int done) {
      return done >= config.optimiser().epochs();
    }

    @Override
    public TrainingLoop.Stage train(FineTuningLearner learner, int done) throws IOException {
      StepMeans means = epoch(learner, done);
      Map<String, Tensor> weights = learner.weights();
      double accuracy = accuracy(weights);
      accuracies.add(accuracy);
      if (BestEpoch.of(accuracies).epoch() == done + 1) {
        Safetensors.replace(folder.best(), weights);
      }
      // What decides is written with all digits, for it is read again to go on.
      return new TrainingLoop.Stage(
          done + 1,
          means,
          (done + 1)
              + ","
              + accuracy
              + String.format(
                  Locale.ROOT,
                  ",%.5f,%.4f,%.3e,%.1f,%d",
                  means.loss(),
                  means.gradientNorm(),
                  means.learningRate(),
                  means.millis(),
                  ResidentMemory.megabytes()));
    }

    /** Parts the best weights; the encoder's are written last, and say that training has ended. */
    @Override
    public void finish(FineTuningLearner learner) throws IOException {
      var head = new LinkedHashMap<>(Safetensors.read(folder.best()));
      var tuned = new LinkedHashMap<String, Tensor>();
      config.encoder().shapes().keySet().forEach(name -> tuned.put(name, head.remove(name)));
      Safetensors.replace(folder.head(), head);
      Safetensors.replace(folder.encoder(), tuned);
      Files.delete(folder.best());
      Files.deleteIfExists(folder.checkpoint());
    }

    private StepMeans epoch(FineTuningLearner learner, int epoch) {
      Random random = Seeds.ofEpoch(seed, epoch);
      Segments order = taught.shuffled(random);
      int size = config.batchSize();
      int steps = config.optimiser().stepsPerEpoch();
      long all = (long) steps * config.optimiser().epochs();
      double best = BestEpoch.of(accuracies).accuracy();
      String remark =
          Double.isNaN(best) ? "" : String.format(Locale.ROOT, "validation segments %.3f", best);
      return StepMeans.of(
          learner,
          steps,
          i -> {
            Segments batch = order.part(i * size, (i + 1) * size);
            Learner.Step step =
                learner.step(config.specAugment().hide(batch.windows(), random), batch.targets());
            progress.at(folder.toString(), learner.steps(), all, remark);
            return step;
          });
    }

    /** Share of the segments that choose the epoch which are classified rightly. */
    private double accuracy(Map<String, Tensor> weights) {
      var head = new SegmentHead(weights);
      long right = 0;
      long all = 0;
      try (EncoderRunner tuned = runner(weights)) {
        for (LabelledRecording recording : choosing) {
          for (float[] segment : tuned.windows(recording.spectrogram(), config.windows())) {
            right += head.mostLikely(segment) == recording.patient().label() ? 1 : 0;
            all++;
          }
        }
      } catch (EarException e) {
        throw new TrainingException(e.getMessage(), e);
      }
      return (double) right / all;
    }
  }
}
