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
import org.murmurstream.trainer.encoder.Encoders;
import org.murmurstream.trainer.learning.FineTuningConfig;
import org.murmurstream.trainer.learning.FineTuningLearner;
import org.murmurstream.trainer.learning.Learner;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.TrainingException;
import org.murmurstream.trainer.run.Checkpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fine-tunes one encoder in a folder of its own: {@code epochs.csv}, {@code best.safetensors} and
 * {@code checkpoint.safetensors} on the way, {@code head.safetensors} and {@code
 * encoder.safetensors} in the end, which are those of the best epoch. Begun again in the same
 * folder it goes on from the last whole epoch, exactly as it would have.
 */
final class FineTuningRun {

  private static final Logger LOG = LoggerFactory.getLogger(FineTuningRun.class);

  private static final String EPOCHS = "epochs.csv";
  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final String BEST = "best.safetensors";
  private static final String HEAD = "head.safetensors";

  private final Path folder;
  private final FineTuningConfig config;
  private final long seed;
  private final TorchOptions torch;

  /**
   * @param folder where it is kept
   * @param seed of the head, of the order of segments and of what is hidden of them
   */
  FineTuningRun(Path folder, FineTuningConfig config, long seed, TorchOptions torch) {
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
      FineTuningProgress progress)
      throws IOException {
    if (Files.exists(folder.resolve(Encoders.WEIGHTS))) {
      return;
    }
    int epochs = config.optimiser().epochs();
    try (FineTuningLearner learner = begin(encoder)) {
      int done = (int) (learner.steps() / config.optimiser().stepsPerEpoch());
      FineTuningEpochs table = FineTuningEpochs.open(folder.resolve(EPOCHS), done);
      while (table.count() < epochs) {
        FineTuningEpochs.Training trained = epoch(learner, taught, table, progress);
        LearnerState state = learner.state();
        table.add(accuracy(state.weights(), choosing, table.count() + 1), trained);
        if (table.best() == table.count()) {
          Safetensors.replace(folder.resolve(BEST), state.weights());
        }
        state.write(folder.resolve(CHECKPOINT));
        report(table, trained);
      }
    }
    finish();
  }

  /** The epoch that was chosen, from 1, and the share of validation segments it got right. */
  Best best() throws IOException {
    FineTuningEpochs table = FineTuningEpochs.open(folder.resolve(EPOCHS));
    return new Best(table.best(), table.count(), table.bestAccuracy());
  }

  /**
   * The epoch that was chosen.
   *
   * @param epoch from 1
   * @param epochs how many there were
   * @param accuracy share of validation segments that it classified rightly
   */
  record Best(int epoch, int epochs, double accuracy) {}

  /** What is heard in each recording: the mean of the logits of its segments, side by side. */
  List<double[]> judge(List<LabelledRecording> recordings) throws IOException {
    var head = new SegmentHead(Safetensors.read(folder.resolve(HEAD)));
    Map<String, Tensor> weights = Safetensors.read(folder.resolve(Encoders.WEIGHTS));
    WindowPlan plan = config.windows().sideBySide();
    var logits = new ArrayList<double[]>();
    try (EncoderRunner encoder = runner(weights)) {
      for (LabelledRecording recording : recordings) {
        logits.add(head.logits(encoder.windows(recording.spectrogram(), plan)));
      }
    }
    return logits;
  }

  /** At the beginning, or where the last whole epoch ended. */
  private FineTuningLearner begin(Map<String, Tensor> encoder) throws IOException {
    return Checkpoint.resume(
        folder.resolve(CHECKPOINT),
        () -> FineTuningLearner.fresh(config, encoder, seed),
        this::learner);
  }

  private FineTuningLearner learner(LearnerState start) {
    return FineTuningLearner.open(config, start, seed, torch);
  }

  private FineTuningEpochs.Training epoch(
      FineTuningLearner learner,
      Segments taught,
      FineTuningEpochs table,
      FineTuningProgress progress) {
    int epoch = table.count();
    // Each epoch has random numbers of its own, so that going on equals never having stopped.
    var random = new Random(seed * 1_000_003 + epoch);
    Segments order = taught.shuffled(random);
    int steps = config.optimiser().stepsPerEpoch();
    long all = (long) steps * config.optimiser().epochs();
    long start = System.nanoTime();
    double loss = 0;
    double norm = 0;
    double rate = 0;
    for (int i = 0; i < steps; i++) {
      Segments batch = order.part(i * config.batchSize(), (i + 1) * config.batchSize());
      rate = learner.learningRate();
      Learner.Step step = step(learner, batch, random, epoch);
      loss += step.loss() / steps;
      norm += step.gradientNorm() / steps;
      progress.step(folder.toString(), learner.steps(), all, table.bestAccuracy());
    }
    double millis = (System.nanoTime() - start) / 1e6 / steps;
    return new FineTuningEpochs.Training(loss, norm, rate, millis);
  }

  private Learner.Step step(FineTuningLearner learner, Segments batch, Random random, int epoch) {
    try {
      return learner.step(config.specAugment().hide(batch.windows(), random), batch.targets());
    } catch (TrainingException e) {
      throw notFinite(e, epoch + 1, learner.learningRate());
    }
  }

  private double accuracy(
      Map<String, Tensor> weights, List<LabelledRecording> recordings, int epoch) {
    var head = new SegmentHead(weights);
    long right = 0;
    long all = 0;
    try (EncoderRunner encoder = runner(weights)) {
      for (LabelledRecording recording : recordings) {
        for (float[] segment : encoder.windows(recording.spectrogram(), config.windows())) {
          right += head.mostLikely(segment) == recording.patient().label() ? 1 : 0;
          all++;
        }
      }
    } catch (EarException e) {
      throw notFinite(e, epoch, config.optimiser().learningRate());
    }
    return (double) right / all;
  }

  private UserException notFinite(RuntimeException e, int epoch, double rate) {
    return new UserException(
        String.format(
            Locale.ROOT,
            "%s, in epoch %d of %s, at a learning rate of %.3g; begin anew with a lower --lr",
            e.getMessage(),
            epoch,
            folder,
            rate),
        e);
  }

  private EncoderRunner runner(Map<String, Tensor> weights) {
    if (!TensorCheck.notFinite(weights).isEmpty()) {
      throw new EarException("the encoder gave values that are not finite");
    }
    EncoderConfig encoder = config.encoder();
    var origin = Origin.of(Origin.Kind.FINE_TUNING, folder.getFileName().toString());
    return EncoderRunner.open(
        new Encoder(config.frontEnd(), encoder, encoder.of(weights), origin), torch);
  }

  /** Parts the best weights; the encoder's are written last, and say that training has ended. */
  private void finish() throws IOException {
    var head = new LinkedHashMap<>(Safetensors.read(folder.resolve(BEST)));
    var encoder = new LinkedHashMap<String, Tensor>();
    config.encoder().shapes().keySet().forEach(name -> encoder.put(name, head.remove(name)));
    Safetensors.replace(folder.resolve(HEAD), head);
    Safetensors.replace(folder.resolve(Encoders.WEIGHTS), encoder);
    Files.delete(folder.resolve(BEST));
    Files.deleteIfExists(folder.resolve(CHECKPOINT));
  }

  private void report(FineTuningEpochs table, FineTuningEpochs.Training trained) {
    LOG.atInfo()
        .addKeyValue("run", folder)
        .addKeyValue("epoch", table.count())
        .addKeyValue("loss", String.format(Locale.ROOT, "%.4f", trained.loss()))
        .addKeyValue("best_accuracy", String.format(Locale.ROOT, "%.3f", table.bestAccuracy()))
        .addKeyValue("ms_per_step", Math.round(trained.millis()))
        .log("epoch done");
  }
}
